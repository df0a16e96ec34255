import { type MailboxChanged, Refusal, type RemoveMailbox } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';

/**
 * Sends nothing more there; what waits to leave for it is given up. By administrators and compliance officers, signed in.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT where it is removed
 */
export async function removeMailbox(
  ctx: Context,
  { mailboxId, comment }: RemoveMailbox,
): Promise<MailboxChanged> {
  const subject = { kind: 'installation', id: 'ledger' } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator', 'compliance']);
      const found = await tx.query<{ address: string; removed_at: Date | null }>(
        'SELECT address, removed_at FROM mailbox WHERE id = $1 FOR UPDATE',
        [mailboxId],
      );
      const row = found.rows[0];
      if (!row) throw new Refusal('NOT_FOUND', 'There is no such mailbox.');
      if (row.removed_at) throw new Refusal('CONFLICT', 'This mailbox was removed already.');
      await tx.query(
        'UPDATE mailbox SET removed_at = $2, link_hash = NULL, link_expires_at = NULL WHERE id = $1',
        [mailboxId, tx.at],
      );
      await tx.query(
        `UPDATE mail SET state = 'dropped', problem = 'The mailbox was removed.' WHERE state = 'waiting' AND to_address = $1`,
        [row.address],
      );
      return {
        result: undefined,
        events: [{ event: 'mailbox.removed', subject, data: { mailbox: mailboxId }, records: { comment } }],
      };
    },
    { attempt: { command: 'remove-mailbox', subject } },
  );
  return { mailboxId, receipt };
}
