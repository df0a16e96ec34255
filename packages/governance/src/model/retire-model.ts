import { type Receipt, Refusal, type RetireModel } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { findModelId } from './find-model.ts';

/**
 * Takes a model out of the lists for good: nothing is registered in it any more. Its pages, predictions and entries stay
 * where they are. @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT while a version of it is not deprecated
 */
export async function retireModel(ctx: Context, { model, comment }: RetireModel): Promise<Receipt> {
  const modelId = await findModelId(ctx, model);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, modelId, ['owner', 'administrator']);
      const retired = await tx.query(
        'UPDATE model SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL',
        [modelId, tx.at],
      );
      if (!retired.rowCount) throw new Refusal('CONFLICT', `${model} is retired already.`);
      const going = await tx.query<{ label: string }>(
        "SELECT label FROM version WHERE model_id = $1 AND stage <> 'deprecated' LIMIT 1",
        [modelId],
      );
      if (going.rows[0])
        throw new Refusal('CONFLICT', `${model} ${going.rows[0].label} is not deprecated yet.`);
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
