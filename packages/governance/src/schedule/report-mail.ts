import type { Mail, MailAttachment } from '../mail/send-mail.ts';
import { type MadeReport, serialText } from '../report/made-report.ts';

/** Of files together; mail servers commonly stop at 10 MB, and a mail is a third larger than its files. */
const largestAttached = 6_000_000;

interface Run {
  readonly name: string;
  readonly due_at: Date;
  readonly person_name: string | null;
}

const periodText = ({ definition: { period, asOf, zone } }: MadeReport): string =>
  period
    ? `from ${period.from} to ${period.to}, whole days in ${period.zone}`
    : asOf
      ? `as of ${asOf.moment.slice(0, 16).replace('T', ' ')} UTC`
      : `up to when it was made, times in ${zone}`;

/** The files that fit, PDF before CSV. */
function attached(report: MadeReport): MailAttachment[] {
  const serial = serialText(report.serial, report.asked_at);
  let left = largestAttached;
  return (['pdf', 'csv'] as const).flatMap((format) => {
    const file = report.files.find((found) => found.format === format);
    if (!file || file.bytes > left) return [];
    left -= file.bytes;
    return [{ fileName: `${serial}.${format}`, digest: file.digest }];
  });
}

/** A report that was made, with its files where they are small enough for a mail, and their digests in any case. */
export function reportMail(
  url: string,
  { name, person_name }: Run,
  report: MadeReport,
  { hasAccount }: { readonly hasAccount: boolean },
): Omit<Mail, 'to'> {
  const serial = serialText(report.serial, report.asked_at);
  const attachments = attached(report);
  const digests = report.files.map(({ format, digest }) => `${digest}  ${serial}.${format}`).join('\n');
  return {
    kind: 'report',
    subject: `${name}: report ${serial}`,
    parts: [
      `Report ${serial}, “${name}”: ${report.about}, ${periodText(report)}. It speaks of ${(report.entries ?? 0).toLocaleString('en')} entries of the ledger.`,
      attachments.length > 0
        ? `Attached: ${attachments.map(({ fileName }) => fileName).join(', ')}.${attachments.length < 2 ? ' The other files are too large for a mail.' : ''}`
        : 'Its files are too large for a mail; they are in the portal.',
      'Digests of its files, SHA-256, which stand in the ledger as well:',
      { code: digests },
      ...(hasAccount
        ? [
            'In the portal it comes with an evidence pack too, which proves each entry offline.',
            { label: 'Reports in the portal', link: `${url}/reports` },
          ]
        : [
            `Whoever has an account at ${url} finds it there, with an evidence pack that proves each entry offline.`,
          ]),
      `${person_name ?? 'Somebody'} scheduled it. Whoever may not read it any more is left out by itself.`,
    ],
    attachments,
  };
}

/** That a scheduled report was not sent, and why. */
export function failureMail(
  url: string,
  { name, due_at }: Run,
  report: MadeReport | null,
  problem: string,
): Omit<Mail, 'to'> {
  return {
    kind: 'report-failed',
    subject: `Not sent: ${name}`,
    parts: [
      `The scheduled report “${name}” that was due at ${due_at.toISOString().slice(0, 16).replace('T', ' ')} UTC was not sent${report ? ` (${serialText(report.serial, report.asked_at)})` : ''}.`,
      problem,
      'It is tried again at its next time; until then it can be run by hand.',
      { label: 'Scheduled reports', link: `${url}/reports/scheduled` },
    ],
  };
}
