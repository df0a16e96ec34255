import type { MailboxLink, OpenLink, Receipt } from '@countersign/contracts';
import { change, sha256Hex } from '../change.ts';
import { type House, systemActor } from '../context.ts';
import { linkInvalid } from '../person/open-link.ts';

const offered = 'link_hash = $1 AND link_expires_at > $2 AND confirmed_at IS NULL AND removed_at IS NULL';

/**
 * Which mailbox a link is for. Opening uses nothing up: a mail program that looks at links must not confirm anything.
 * @throws Refusal LINK_INVALID, the same for a link that never was, one that was used, and one that is over
 */
export async function openMailboxLink(house: House, { secret }: OpenLink): Promise<MailboxLink> {
  const { rows } = await house.pool.query<{ address: string; link_expires_at: Date }>(
    `SELECT address, link_expires_at FROM mailbox WHERE ${offered}`,
    [sha256Hex(secret), house.clock()],
  );
  if (!rows[0]) throw linkInvalid();
  return { address: rows[0].address, expiresAt: rows[0].link_expires_at.toISOString() };
}

/** Uses a link up: from now on checkpoints are sent there. Whoever reads the mailbox needs no account. @throws Refusal LINK_INVALID */
export async function confirmMailbox(house: House, { secret }: OpenLink): Promise<Receipt> {
  const { receipt } = await change({ ...house, actor: systemActor('mailbox') }, async (tx) => {
    // Of two who use it at once the second waits for the row and finds it used.
    const { rows } = await tx.query<{ id: string }>(
      `UPDATE mailbox SET confirmed_at = $2, link_hash = NULL, link_expires_at = NULL WHERE ${offered} RETURNING id`,
      [sha256Hex(secret), tx.at],
    );
    if (!rows[0]) throw linkInvalid();
    return {
      result: undefined,
      events: [
        {
          event: 'mailbox.confirmed',
          subject: { kind: 'installation', id: 'ledger' },
          data: { mailbox: rows[0].id },
        },
      ],
      jobs: [{ name: 'checkpoint.mail', payload: {}, key: 'checkpoint.mail' }],
    };
  });
  return receipt;
}
