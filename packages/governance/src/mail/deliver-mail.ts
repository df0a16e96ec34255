import type { House } from '../context.ts';
import { htmlText, type MailPart, plainText } from './mail-text.ts';
import { type Mailer, MailRefused } from './mailer.ts';
import { type MailAbout, type MailAttachment, secretKinds, subscriptionKind } from './send-mail.ts';

/** A mail as far as it is judged by when it leaves. */
export interface MailToLeave {
  readonly kind: string;
  readonly to_address: string;
  readonly about: MailAbout | null;
  readonly created_at: Date;
}

interface Row extends MailToLeave {
  readonly subject: string;
  readonly body: readonly MailPart[] | null;
  readonly attachments: readonly MailAttachment[];
}

/**
 * The job of a mail. A mail server that is away, or asks to come again (4xx), is tried again with growing pauses; one that
 * says no (5xx) is believed. What is not true any more by then, or not for its reader, is dropped. A process that dies between the server's yes and ours sends a second copy under the same
 * Message-ID.
 * @param whyDrop why it must not leave any more, in a sentence; null where it may
 * @throws MailRefused where it is to be tried again
 */
export async function deliverMail(
  house: House,
  { mailId, isLast }: { readonly mailId: string; readonly isLast: boolean },
  whyDrop: (house: House, mailId: string, mail: MailToLeave) => Promise<string | null>,
): Promise<void> {
  const { mailer } = house;
  if (!mailer) return;
  const found = await house.pool.query<Row>(
    "SELECT kind, to_address, subject, body, attachments, about, created_at FROM mail WHERE id = $1 AND state = 'waiting'",
    [mailId],
  );
  const row = found.rows[0];
  if (!row?.body) return;
  const why = await whyDrop(house, mailId, row);
  if (why !== null) return drop(house, mailId, why);
  try {
    await sendRow(house, mailer, mailId, row, row.body);
    await house.pool.query(
      `UPDATE mail SET state = 'sent', attempts = attempts + 1, problem = NULL, sent_at = $2,
         body = CASE WHEN kind = ANY ($3) THEN NULL ELSE body END WHERE id = $1`,
      [mailId, house.clock(), secretKinds],
    );
  } catch (error) {
    const isOver = isLast || (error instanceof MailRefused && error.isFinal);
    await house.pool.query(
      'UPDATE mail SET state = $2, attempts = attempts + 1, problem = $3 WHERE id = $1',
      [mailId, isOver ? 'failed' : 'waiting', (error as Error).message.slice(0, 500)],
    );
    house.log.warn({ mailId, reason: (error as Error).message }, 'a mail was not taken');
    if (!isOver) throw error;
  }
}

/** Like a text that left, one with a secret is forgotten. */
async function drop(house: House, mailId: string, why: string): Promise<void> {
  await house.pool.query(
    "UPDATE mail SET state = 'dropped', problem = $2, body = CASE WHEN kind = ANY ($3) THEN NULL ELSE body END WHERE id = $1 AND state = 'waiting'",
    [mailId, why, secretKinds],
  );
  house.log.info({ mailId, reason: why }, 'a mail was dropped');
}

async function sendRow(
  { blobs, url }: House,
  mailer: Mailer,
  mailId: string,
  row: Row,
  parts: readonly MailPart[],
): Promise<void> {
  const attachments = [];
  for (const one of row.attachments) {
    if ('digest' in one && !(await blobs.has(one.digest)))
      throw new MailRefused(`the file ${one.fileName} is not kept any more`, true);
    const content = 'digest' in one ? blobs.open(one.digest) : one.text;
    attachments.push({ filename: one.fileName, content });
  }
  await mailer.send({
    messageId: `${mailId}@${new URL(url).hostname}`,
    to: row.to_address,
    subject: row.subject,
    text: plainText(parts),
    html: htmlText(parts, row.subject),
    date: row.created_at,
    attachments,
    managedAt: row.kind === subscriptionKind ? `${url}/settings/subscriptions` : null,
  });
}
