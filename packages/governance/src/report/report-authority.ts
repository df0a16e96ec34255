import { Refusal, type ReportDefinition } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requirePredictionReader } from '../authority/prediction-reader.ts';
import { requireInsight, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { readableModels } from '../prediction/readable-models.ts';

/** Who makes reports about models that are theirs to answer for. */
const reporters: readonly Role[] = ['administrator', 'compliance', 'owner'];

/** What a report opens, as far as authority is concerned. */
export interface Opens {
  /** Null: every model, and what belongs to none. */
  readonly modelIds: readonly string[] | null;
  readonly start: Date | null;
  readonly end: Date | null;
  /** Inputs and outputs of predictions are in it. */
  readonly contents: boolean;
}

/** What a report that was asked for opens, from what is kept of it. */
export const opensOf = (row: {
  readonly definition: ReportDefinition;
  readonly model_ids: string[];
  readonly everything: boolean;
  readonly contents: boolean;
}): Opens => ({
  modelIds: row.everything ? null : row.model_ids,
  ...timeOf(row.definition),
  contents: row.contents,
});

/** An inventory opens the moment that it tells of. */
export function timeOf({
  period,
  asOf,
}: Pick<ReportDefinition, 'period' | 'asOf'>): Pick<Opens, 'start' | 'end'> {
  if (asOf) {
    const start = new Date(asOf.moment);
    return { start, end: new Date(start.getTime() + 1) };
  }
  return { start: period && new Date(period.start), end: period && new Date(period.end) };
}

/**
 * Administrators and compliance officers report on everything that they hold the role for, owners on their models, auditors on
 * what their role opens: a report that left out silently what an auditor may not see would state something untrue, so it is
 * refused as a whole. @throws Refusal FORBIDDEN
 */
export async function requireReporter(ctx: Context, opens: Opens): Promise<void> {
  if (ctx.actor.kind === 'system') return;
  const scope = await requireInsight(ctx);
  const models = opens.modelIds ?? [null];
  if (models.length === 0) throw forbidden();
  for (const modelId of models)
    if (!reportsOn(scope, modelId) && !isAudited(scope, modelId, opens)) throw forbidden(scope);
  if (!opens.contents) return;
  if (opens.modelIds === null && (await readableModels(ctx)) !== null) throw forbidden(scope);
  for (const modelId of opens.modelIds ?? []) await requirePredictionReader(ctx, modelId);
}

const reportsOn = (scope: Scope, modelId: string | null): boolean =>
  scope.rolesOn(modelId).some((role) => reporters.includes(role) && (modelId !== null || role !== 'owner'));

/** Whether an auditor's role opens the model for the whole of the period. */
function isAudited(scope: Scope, modelId: string | null, { start, end }: Opens): boolean {
  if (!scope.rolesOn(modelId).includes('auditor')) return false;
  if (scope.windows === null) return true;
  return scope.windows.some(
    (window) =>
      (window.modelId === null || window.modelId === modelId) &&
      (modelId !== null || window.modelId === null) &&
      (window.from === null || (start !== null && window.from <= start)) &&
      (window.to === null || (end !== null && end <= window.to)),
  );
}

const forbidden = (scope?: Scope) =>
  scope?.windows
    ? new Refusal(
        'FORBIDDEN',
        'Your role as an auditor does not open all of this: name its models, and a period within its own.',
        { roles: reporters },
      )
    : new Refusal(
        'FORBIDDEN',
        'Reports are made by compliance, auditors and administrators, and by owners about their models.',
        { roles: reporters },
      );
