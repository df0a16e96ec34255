import { Refusal, type SendTestMail } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { requireMailer } from './require-mailer.ts';
import { sendMail } from './send-mail.ts';

/** How many may wait at once: a test is one mail. */
const mostWaiting = 5;

/**
 * Sends a mail that says that mail works, by an administrator, so that they see it arrive or read what the mail server said.
 * @throws Refusal FORBIDDEN, BAD_INPUT where `to` is not one address, CONFLICT where no mail server is configured or five wait
 */
export async function sendTestMail(ctx: Context, { to }: SendTestMail): Promise<{ mailId: string }> {
  return writeOperational(ctx, async (tx) => {
    requireSession(ctx.actor);
    await requireRole(tx, ctx.actor, null, ['administrator']);
    requireMailer(ctx);
    const { rows } = await tx.query<{ waiting: number }>(
      "SELECT count(*)::int AS waiting FROM mail WHERE kind = 'test' AND state = 'waiting'",
    );
    if (rows[0]!.waiting >= mostWaiting)
      throw new Refusal('CONFLICT', 'Test mails wait for the mail server already: see what it said last.');
    const mailId = await sendMail(ctx, tx, {
      kind: 'test',
      to,
      subject: 'Mail from Countersign arrives',
      parts: [
        `An administrator of the portal at ${ctx.url} sent this to see that mail works. There is nothing to do.`,
        { label: 'The mail log', link: `${ctx.url}/admin/mail` },
      ],
    });
    return { mailId: mailId! };
  });
}
