import { type DeclareVarying, Refusal, type VaryingDeclared } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';

/** Whoever answers for a model says what it is, as with its other facts. */
export const varyingDeclarers: readonly Role[] = ['owner', 'administrator'];

/**
 * Declares which parameters (and configuration files, by path) a retraining of a model may change, from the next version that
 * is registered on; none ends it. Versions that are there keep the class that they were judged to be.
 * @throws Refusal NOT_FOUND, FORBIDDEN, or CONFLICT where that is declared already
 */
export async function declareVarying(ctx: Context, input: DeclareVarying): Promise<VaryingDeclared> {
  const names = [...new Set(input.names)].sort();
  const modelId = await findModelId(ctx, input.model);
  const subject = { kind: 'model', id: modelId } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, modelId, varyingDeclarers);
      // The model's lock: a registration at the same moment reads what was declared before it, or after.
      await tx.query('SELECT FROM model WHERE id = $1 FOR UPDATE', [modelId]);
      const { rows } = await tx.query<{ id: string | null; names: string[] | null }>(
        'SELECT d.id, d.names FROM model m LEFT JOIN model_varying d ON d.id = m.varying_id WHERE m.id = $1',
        [modelId],
      );
      const before = rows[0]!;
      if (JSON.stringify(before.names ?? []) === JSON.stringify(names))
        throw new Refusal('CONFLICT', 'That is declared already.', { field: 'names' });
      const id = uuidv7();
      await tx.query(
        'INSERT INTO model_varying (id, model_id, names, reason, person_id, at) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, modelId, names, input.reason, ctx.actor.id, tx.at],
      );
      await tx.query('UPDATE model SET varying_id = $2 WHERE id = $1', [modelId, id]);
      return {
        result: undefined,
        events: [
          {
            event: 'model.varying-declared',
            subject,
            modelId,
            data: { declaration: id, names, before: before.id },
            records: { reason: input.reason },
          },
        ],
      };
    },
    { attempt: { command: 'declare-varying', subject, modelId } },
  );
  const by = ctx.actor.kind === 'person' ? { id: ctx.actor.id, name: ctx.actor.name } : null;
  return { varying: { names, since: receipt.at, reason: input.reason, by }, receipt };
}
