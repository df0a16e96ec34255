import type { Receipt, WithdrawBatch } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { lockBatch } from './batch-row.ts';
import { inventoryRoles } from './check-inventory.ts';

/** An inventory that nobody wants to sign, or that was wrong; its signatures stay on record and bind nothing. */
export async function withdrawBatch(ctx: Context, input: WithdrawBatch): Promise<Receipt> {
  const subject = { kind: 'as-found' as const, id: input.batchId };
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, null, inventoryRoles);
      await lockBatch(tx, input.batchId);
      await tx.query("UPDATE as_found_batch SET state = 'withdrawn', closed_at = $2 WHERE id = $1", [
        input.batchId,
        tx.at,
      ]);
      return {
        result: undefined,
        events: [{ event: 'as-found.withdrawn', subject, data: {}, records: { comment: input.comment } }],
      };
    },
    { attempt: { command: 'withdraw-as-found', subject } },
  );
  return receipt;
}
