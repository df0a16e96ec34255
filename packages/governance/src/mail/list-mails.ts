import type { MailFilter, MailPage, MailRow } from '@countersign/contracts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';

const keys = keyset('mail', 'uuid');

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly to_address: string;
  readonly subject: string;
  readonly state: MailRow['state'];
  readonly attempts: number;
  readonly problem: string | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
  readonly kept: boolean;
}

/** What was sent and what was not, newest first, for administrators: mails name people. @throws Refusal FORBIDDEN, BAD_INPUT */
export async function listMails(ctx: Context, filter: MailFilter): Promise<MailPage> {
  await requireRoleNow(ctx, null, ['administrator']);
  const limit = limitOf(filter);
  const [after] = keys.decode(filter.after);
  const { rows } = await ctx.pool.query<Row>(
    `SELECT id, kind, to_address, subject, state, attempts, problem, created_at, sent_at, body IS NOT NULL AS kept
     FROM mail WHERE ($1::text IS NULL OR state = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [filter.state ?? null, after, limit + 1],
  );
  const page = cutPage(rows, limit, keys, ({ id }) => [id]);
  return {
    items: page.rows.map(({ to_address: to, created_at: createdAt, sent_at: sentAt, ...row }) => ({
      ...row,
      to,
      createdAt: createdAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
    })),
    next: page.next,
    from: ctx.mailer?.from ?? null,
  };
}
