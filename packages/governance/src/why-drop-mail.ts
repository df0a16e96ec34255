import type { House } from './context.ts';
import type { MailToLeave } from './mail/deliver-mail.ts';
import { mailboxLinkKind, subscriptionKind } from './mail/send-mail.ts';
import { whyDropEscalated, whyDropNotice } from './notice/why-drop-notice.ts';
import { whyDropReport } from './schedule/why-drop-report.ts';
import { whyDropFollowed } from './subscription/why-drop-followed.ts';

/** Told to whoever has an account, as such. */
const ofAccounts: readonly string[] = ['webhook', 'report-failed'];
const ofMailboxes: readonly string[] = [mailboxLinkKind, 'checkpoint'];

/**
 * Why a mail must not leave any more, in a sentence; null where it may. A mail may have waited most of a day for a mail server:
 * what it tells, and who may be told, is asked when it leaves. Tests of the mail server always leave.
 */
export async function whyDropMail(house: House, mailId: string, mail: MailToLeave): Promise<string | null> {
  const { kind, to_address: to, about, created_at: writtenAt } = mail;
  if (about && 'notice' in about) return whyDropNotice(house, { ...about, to, writtenAt });
  if (about && 'notices' in about) return whyDropEscalated(house, { ...about, to });
  if (about && 'report' in about) return whyDropReport(house, about);
  if (kind === subscriptionKind) return whyDropFollowed(house, mailId);
  if (ofAccounts.includes(kind) && !(await isThere(house, 'person', 'email', 'active', to)))
    return 'The account is closed, or has another address by now.';
  if (ofMailboxes.includes(kind) && !(await isThere(house, 'mailbox', 'address', 'removed_at IS NULL', to)))
    return 'The mailbox was removed.';
  return null;
}

async function isThere(
  { pool }: House,
  table: 'person' | 'mailbox',
  column: 'email' | 'address',
  holds: string,
  to: string,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM ${table} WHERE lower(${column}) = lower($1) AND ${holds} LIMIT 1`,
    [to],
  );
  return rowCount !== 0;
}
