import { type Receipt, Refusal, type RetireModel } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { findModelId } from './find-model.ts';
import { readUnfinished } from './read-unfinished.ts';

export const retirers: readonly Role[] = ['owner', 'administrator'];

/**
 * Takes a model out of the lists for good: nothing is registered in it any more. Its pages, predictions and entries stay
 * where they are. @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT while a version of it is not deprecated or a recall of it
 * is open
 */
export async function retireModel(ctx: Context, { model, comment }: RetireModel): Promise<Receipt> {
  requireScope(ctx.actor, 'operate');
  const modelId = await findModelId(ctx, model);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, modelId, retirers);
      const retired = await tx.query(
        'UPDATE model SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL',
        [modelId, tx.at],
      );
      if (!retired.rowCount) throw new Refusal('CONFLICT', `${model} is retired already.`);
      const { going, recalled } = await readUnfinished(tx, modelId);
      if (going[0]) throw new Refusal('CONFLICT', `${model} ${going[0]} is not deprecated yet.`);
      // The examples leave with theirs.
      if (recalled && ctx.actor.kind !== 'system')
        throw new Refusal('CONFLICT', `A recall of ${model} is open. Close it first: nobody would find it.`);
      return {
        result: undefined,
        events: [
          {
            event: 'model.retired',
            subject: { kind: 'model', id: modelId },
            modelId,
            data: {},
            records: { comment },
          },
        ],
      };
    },
    { attempt: { command: 'retire-model', subject: { kind: 'model', id: modelId }, modelId } },
  );
  return receipt;
}
