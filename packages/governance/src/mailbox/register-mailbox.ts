import { MailAddress, type MailboxChanged, Refusal, type RegisterMailbox } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { requireMailer } from '../mail/require-mailer.ts';
import { sendMailboxLink } from './offer-mailbox-link.ts';

const mostMailboxes = 50;

/**
 * Registers a mailbox that checkpoints are to be sent to. It gets a link to confirm it with, and nothing else before that.
 * By administrators and compliance officers, signed in. The address stays out of the entry: a salted digest stands for it.
 * @throws Refusal FORBIDDEN, BAD_INPUT, CONFLICT where it is registered, there are fifty, or no mail server is configured
 */
export async function registerMailbox(
  ctx: Context,
  { address: given, comment }: RegisterMailbox,
): Promise<MailboxChanged> {
  const subject = { kind: 'installation', id: 'ledger' } as const;
  const { result: mailboxId, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator', 'compliance']);
      const address = given.trim();
      if (!MailAddress.safeParse(address).success)
        throw new Refusal('BAD_INPUT', 'A mailbox is one e-mail address.', { field: 'address' });
      requireMailer(ctx);
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('mailboxes'))");
      const { rows } = await tx.query<{ count: number; own: boolean }>(
        `SELECT count(*)::int AS count, coalesce(bool_or(lower(address) = lower($1)), false) AS own
         FROM mailbox WHERE removed_at IS NULL`,
        [address],
      );
      const { count, own } = rows[0]!;
      if (own) throw new Refusal('CONFLICT', 'This mailbox is registered already.', { field: 'address' });
      if (count >= mostMailboxes)
        throw new Refusal('CONFLICT', `At most ${mostMailboxes} mailboxes are registered at a time.`, {
          most: mostMailboxes,
        });
      const id = uuidv7();
      await tx.query(
        'INSERT INTO mailbox (id, address, registered_at, registered_by) VALUES ($1, $2, $3, $4)',
        [id, address, tx.at, ctx.actor.id],
      );
      await sendMailboxLink(tx, ctx, { id, address });
      return {
        result: id,
        events: [
          { event: 'mailbox.registered', subject, data: { mailbox: id }, records: { address, comment } },
        ],
      };
    },
    { attempt: { command: 'register-mailbox', subject } },
  );
  return { mailboxId, receipt };
}
