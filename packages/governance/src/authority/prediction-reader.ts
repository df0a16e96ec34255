import { Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import type { Context } from '../context.ts';
import { findScope, requireRecordIn, type Scope } from './read-scope.ts';

/** Prediction inputs and outputs need a role on that model, other than viewer. */
export const predictionReaders: readonly Role[] = [
  'owner',
  'developer',
  'reviewer',
  'approver',
  'operator',
  'compliance',
  'auditor',
];

const forbidden = () =>
  new Refusal('FORBIDDEN', 'Inputs and outputs of predictions are open to people with a role on the model.', {
    roles: predictionReaders,
  });

/**
 * Where one prediction is read, `recordedAt` is its time, which an auditor's period may leave out.
 * @throws Refusal FORBIDDEN
 */
export async function requirePredictionReader(
  ctx: Context,
  modelId: string,
  recordedAt?: Date,
): Promise<Scope | null> {
  if (ctx.actor.kind === 'system') return null;
  const scope = await findScope(ctx);
  if (!scope?.rolesOn(modelId).some((role) => predictionReaders.includes(role))) throw forbidden();
  if (recordedAt) requireRecordIn(scope, { modelId, at: recordedAt });
  return scope;
}
