import { Refusal, type ResendMail } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { requireMailer } from './require-mailer.ts';
import { jobOf } from './send-mail.ts';

/**
 * Sends a mail again, now: one that failed, one that waits for its next attempt, or another copy of one that was sent.
 * @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT where its text is not kept any more or no mail server is configured
 */
export async function resendMail(ctx: Context, { mailId }: ResendMail): Promise<void> {
  await writeOperational(ctx, async (tx) => {
    requireSession(ctx.actor);
    await requireRole(tx, ctx.actor, null, ['administrator']);
    const found = await tx.query<{ kind: string; kept: boolean }>(
      'SELECT kind, body IS NOT NULL AS kept FROM mail WHERE id = $1 FOR UPDATE',
      [mailId],
    );
    if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such mail.');
    if (!found.rows[0].kept) throw new Refusal('CONFLICT', 'The text of this mail is not kept any more.');
    requireMailer(ctx);
    await tx.query("UPDATE mail SET state = 'waiting' WHERE id = $1", [mailId]);
    await jobOf(tx, mailId, found.rows[0].kind);
  });
}
