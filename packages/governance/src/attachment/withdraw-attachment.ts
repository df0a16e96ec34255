import { type Receipt, Refusal, type WithdrawAttachment } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { attachers } from './attachment-roles.ts';

interface Found {
  readonly version_id: string;
  readonly kind: string;
  readonly title: string;
  readonly withdrawn_at: Date | null;
}

async function find(tx: Pick<Tx, 'query'>, id: string): Promise<Found> {
  const { rows } = await tx.query<Found>(
    'SELECT version_id, kind, title, withdrawn_at FROM attachment WHERE id = $1',
    [id],
  );
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such attachment.', { attachmentId: id });
  return rows[0];
}

/**
 * Withdraws an attachment; it and its bytes stay to be read, and every signature that covers it says so.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT where it is withdrawn already
 */
export async function withdrawAttachment(ctx: Context, input: WithdrawAttachment): Promise<Receipt> {
  const { version_id: id } = await find(ctx.pool, input.attachmentId);
  const { attempt } = await attemptOn(ctx, 'withdraw-attachment', { id });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id });
      await requireRole(tx, ctx.actor, loaded.row.model_id, attachers);
      // Under the version's lock: two withdrawals follow each other.
      const found = await find(tx, input.attachmentId);
      if (found.withdrawn_at) throw new Refusal('CONFLICT', `${found.title} is withdrawn already.`, {});
      await tx.query(
        'UPDATE attachment SET withdrawn_at = $2, withdrawn_by = $3, reason = $4 WHERE id = $1',
        [input.attachmentId, tx.at, ctx.actor.id, input.reason],
      );
      const events = await moveVersion(tx, loaded, null, [
        {
          event: 'version.attachment-withdrawn',
          data: { attachment: input.attachmentId, kind: found.kind },
          records: { reason: input.reason },
        },
      ]);
      return { result: undefined, events };
    },
    { attempt },
  );
  return receipt;
}
