import { randomBytes } from 'node:crypto';
import { type MailboxChanged, type OfferMailboxLink, Refusal } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, sha256Hex, type Tx } from '../change.ts';
import type { Context, House } from '../context.ts';
import { requireMailer } from '../mail/require-mailer.ts';
import { mailboxLinkKind, sendMail } from '../mail/send-mail.ts';

const lifetimeMs = 72 * 3_600_000;

/** Makes a link that confirms the mailbox, and sends it there: nobody else learns it. The one before works no more. */
export async function sendMailboxLink(
  tx: Tx,
  house: House,
  { id, address }: { readonly id: string; readonly address: string },
): Promise<void> {
  const secret = randomBytes(24).toString('base64url');
  const expiresAt = new Date(tx.at.getTime() + lifetimeMs);
  await tx.query('UPDATE mailbox SET link_hash = $2, link_expires_at = $3 WHERE id = $1', [
    id,
    sha256Hex(secret),
    expiresAt,
  ]);
  await sendMail(house, tx, {
    kind: mailboxLinkKind,
    to: address,
    subject: 'Confirm that checkpoints may be sent here',
    parts: [
      `Somebody who runs the model governance portal at ${house.url} asks to send you the checkpoints of its ledger: a short signed text a day, with which you can show later that nothing in the ledger was changed.`,
      'Nothing more is sent before you agree. Open the page behind this link and confirm there:',
      { label: 'Confirm this mailbox', link: `${house.url}/confirm-mailbox#${secret}` },
      `The link works once, until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. If you do not want this, do nothing.`,
    ],
  });
}

/**
 * Sends a mailbox that was not confirmed yet another link. By administrators and compliance officers, signed in.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT where it is confirmed or no mail server is configured
 */
export async function offerMailboxLink(
  ctx: Context,
  { mailboxId }: OfferMailboxLink,
): Promise<MailboxChanged> {
  const subject = { kind: 'installation', id: 'ledger' } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator', 'compliance']);
      requireMailer(ctx);
      const found = await tx.query<{ address: string; confirmed_at: Date | null }>(
        'SELECT address, confirmed_at FROM mailbox WHERE id = $1 AND removed_at IS NULL FOR UPDATE',
        [mailboxId],
      );
      const row = found.rows[0];
      if (!row) throw new Refusal('NOT_FOUND', 'There is no such mailbox.');
      if (row.confirmed_at) throw new Refusal('CONFLICT', 'This mailbox is confirmed already.');
      await sendMailboxLink(tx, ctx, { id: mailboxId, address: row.address });
      return {
        result: undefined,
        events: [{ event: 'mailbox.link-offered', subject, data: { mailbox: mailboxId } }],
      };
    },
    { attempt: { command: 'offer-mailbox-link', subject } },
  );
  return { mailboxId, receipt };
}
