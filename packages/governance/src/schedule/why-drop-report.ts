import { MailAddress, Refusal, type ScheduleRun } from '@countersign/contracts';
import type { House } from '../context.ts';
import type { MailAbout } from '../mail/send-mail.ts';
import { findMadeReport, type MadeReport } from '../report/made-report.ts';
import { opensOf, requireReporter } from '../report/report-authority.ts';
import { contextOf } from './schedule-row.ts';

export interface Recipient {
  readonly id: string;
  readonly kind: 'person' | 'mailbox';
  readonly name: string;
  readonly address: string;
  readonly usable: boolean;
}
type Why = ScheduleRun['leftOut'][number]['why'];

/** Up to a WHERE over the recipients `r`. */
export const recipientSql = `SELECT r.recipient_id AS id, r.kind, coalesce(p.name, m.address, '') AS name, coalesce(p.email, m.address, '') AS address,
  coalesce(p.active, m.confirmed_at IS NOT NULL AND m.removed_at IS NULL, false) AS usable
  FROM report_recipient r LEFT JOIN person p ON r.kind = 'person' AND p.id = r.recipient_id
  LEFT JOIN mailbox m ON r.kind = 'mailbox' AND m.id = r.recipient_id`;

export const reasonOf: Readonly<Record<Why, string>> = {
  closed: 'the account is closed',
  'no-right': 'may not read it any more',
  removed: 'the mailbox was removed',
  address: 'the address takes no mail',
};

/** Asked anew for every report: whoever lost the right to read it gets none. */
export async function whyNot(house: House, one: Recipient, report: MadeReport): Promise<Why | null> {
  if (!one.usable) return one.kind === 'person' ? 'closed' : 'removed';
  if (!MailAddress.safeParse(one.address).success) return 'address';
  if (one.kind === 'mailbox') return null;
  try {
    await requireReporter(await contextOf(house, one.id), opensOf(report));
    return null;
  } catch (error) {
    if (error instanceof Refusal) return 'no-right';
    throw error;
  }
}

/** The same when its mail leaves, for whoever it was sent to; a schedule that goes on without them takes nothing back. */
export async function whyDropReport(
  house: House,
  { report, reader }: Extract<MailAbout, { readonly report: string }>,
): Promise<string | null> {
  const { rows } = await house.pool.query<Recipient>(
    `${recipientSql} WHERE r.recipient_id = $1 AND r.kind = $2 LIMIT 1`,
    [reader.id, reader.kind],
  );
  const [one] = rows;
  if (!one) return 'Nothing is sent to them any more.';
  const why = await whyNot(house, one, await findMadeReport(house, report));
  return why && `Left out: ${reasonOf[why]}.`;
}
