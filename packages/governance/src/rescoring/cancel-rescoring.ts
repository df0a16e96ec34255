import { type Receipt, Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';

/** Who may end a re-scoring that somebody else asked for. */
export const cancellers: readonly Role[] = ['owner', 'compliance', 'administrator'];

/**
 * Ends a re-scoring that is under way; its job stops before its next batch, and what was re-scored until then stays.
 * By whoever asked for it, the model's owner, compliance or an administrator.
 * @throws Refusal NOT_FOUND, FORBIDDEN, or CONFLICT where it is over already
 */
export async function cancelRescoring(ctx: Context, { id }: { id: string }): Promise<Receipt> {
  const subject = { kind: 'rescoring', id } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const found = await tx.query<{ person_id: string; model_id: string; state: string; done: number }>(
        'SELECT person_id, model_id, state, done FROM rescoring WHERE id = $1 FOR UPDATE',
        [id],
      );
      const row = found.rows[0];
      if (!row) throw new Refusal('NOT_FOUND', 'There is no such re-scoring.', { id });
      if (row.person_id !== ctx.actor.id) await requireRole(tx, ctx.actor, row.model_id, cancellers);
      if (row.state !== 'queued' && row.state !== 'running')
        throw new Refusal('CONFLICT', 'This re-scoring is over already.', { state: row.state });
      await tx.query("UPDATE rescoring SET state = 'cancelled', finished_at = $2 WHERE id = $1", [id, tx.at]);
      return {
        result: undefined,
        events: [
          { event: 'rescoring.cancelled', subject, modelId: row.model_id, data: { predictions: row.done } },
        ],
      };
    },
    { attempt: { command: 'cancel-rescoring', subject } },
  );
  return receipt;
}
