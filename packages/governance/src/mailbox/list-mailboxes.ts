import type { MailboxList } from '@countersign/contracts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';

interface Row {
  readonly id: string;
  readonly address: string;
  readonly registered_at: Date;
  readonly confirmed_at: Date | null;
  readonly link_expires_at: Date | null;
  readonly sent_size: string | null;
  readonly sent_at: Date | null;
}

/** Mailboxes that checkpoints are sent to, for administrators and compliance officers: addresses are of people. @throws Refusal FORBIDDEN */
export async function listMailboxes(ctx: Context): Promise<MailboxList> {
  await requireRoleNow(ctx, null, ['administrator', 'compliance']);
  const { rows } = await ctx.pool.query<Row>(
    `SELECT id, address, registered_at, confirmed_at, link_expires_at, sent_size, sent_at
     FROM mailbox WHERE removed_at IS NULL ORDER BY id`,
  );
  return {
    mailboxes: rows.map((row) => ({
      id: row.id,
      address: row.address,
      registeredAt: row.registered_at.toISOString(),
      confirmedAt: row.confirmed_at?.toISOString() ?? null,
      linkExpiresAt: row.link_expires_at?.toISOString() ?? null,
      sent: row.sent_at && { size: Number(row.sent_size), at: row.sent_at.toISOString() },
    })),
    from: ctx.mailer?.from ?? null,
  };
}
