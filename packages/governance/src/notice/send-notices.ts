import type { House } from '../context.ts';
import { sendMail } from '../mail/send-mail.ts';
import type { Tx } from '../tx.ts';
import { writeOperational } from '../write-operational.ts';
import { findNotices } from './find-notice.ts';
import { noticeSecret } from './notice-link.ts';
import { noticeMail, type Purpose } from './notice-mail.ts';
import { writeSteps } from './write-steps.ts';

/** Which notices the job is about; those of a recall, or of anything else about a version. */
export interface SendJob {
  readonly recallId: string | null;
  readonly versionId: string;
  readonly kind: string;
  readonly purpose?: Purpose;
  /** The switch that is off, whose notices have ended; without it open ones are sent. */
  readonly switchId?: string | null;
}

/** That somebody is reminded, told of a re-scoring, or that nothing comes of it, is written where it is decided. */
const writtenBefore: readonly Purpose[] = ['reminder', 'rescored', 'ended'];

/** So many mails are made in a transaction, so that the first ones leave while others are written. */
const atOnce = 25;

/**
 * Makes a mail for each address that waits for one. An address leaves the queue with its mail, so servers that work at once
 * and a restart send none twice. Without a mail server they fail, and that is escalated.
 */
export async function sendNotices(
  house: House,
  job: SendJob,
  isStopping: () => boolean = () => false,
): Promise<void> {
  while (!isStopping()) {
    const sent = await writeOperational(house, (tx) => sendSome(tx, house, job));
    if (sent === 0) return;
  }
}

async function sendSome(
  tx: Tx,
  house: House,
  { recallId, versionId, kind, purpose, switchId = null }: SendJob,
): Promise<number> {
  const { rows } = await tx.query<{ id: string; notice_id: string; address: string; mailed: boolean }>(
    `SELECT p.id, p.notice_id, p.address, p.mail_id IS NOT NULL AS mailed FROM notice_recipient p JOIN notice n ON n.id = p.notice_id
     WHERE p.state = 'waiting' AND (n.switch_id = $4 AND n.ended_at IS NOT NULL AND p.mail_id IS NOT NULL OR $4 IS NULL AND n.ended_at IS NULL AND (
       n.recall_id = $1 OR $1 IS NULL AND n.recall_id IS NULL AND n.version_id = $2 AND n.kind = $3))
     ORDER BY p.id LIMIT ${atOnce} FOR UPDATE OF p SKIP LOCKED`,
    [recallId, versionId, kind, switchId],
  );
  const told = new Set<string>();
  const notices = await findNotices(
    tx,
    rows.map((row) => row.notice_id),
  );
  const left: { id: string; mailId: string | null }[] = [];
  for (const { id, notice_id: noticeId, address, mailed } of rows) {
    const notice = notices.get(noticeId)!;
    const secret = noticeSecret(house.keyring, id);
    const why = mailed ? (purpose ?? 'more') : 'raised';
    const mail = noticeMail(notice, why, { url: house.url, secret });
    const about = { notice: noticeId, purpose: why };
    const mailId = await sendMail(house, tx, { ...mail, about, to: address });
    if (mailId) told.add(noticeId);
    left.push({ id, mailId });
  }
  await tx.query(
    `UPDATE notice_recipient p SET state = CASE WHEN l.mail_id IS NULL THEN 'failed' ELSE 'sent' END, mail_id = coalesce(l.mail_id, p.mail_id),
       problem = CASE WHEN l.mail_id IS NULL THEN 'no mail server is configured' END, state_at = $3
     FROM unnest($1::uuid[], $2::uuid[]) AS l (id, mail_id) WHERE p.id = l.id`,
    [left.map(({ id }) => id), left.map(({ mailId }) => mailId), tx.at],
  );
  if (purpose === undefined || !writtenBefore.includes(purpose))
    await writeSteps(tx, [...told], { kind: 'sent' });
  return rows.length;
}
