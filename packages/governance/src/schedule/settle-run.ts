import { MailAddress, type ScheduleRun } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { change } from '../change.ts';
import { type House, systemActor } from '../context.ts';
import { sendMail } from '../mail/send-mail.ts';
import { findMadeReport, type MadeReport, serialText } from '../report/made-report.ts';
import { failureMail, reportMail } from './report-mail.ts';
import { type Recipient, reasonOf, recipientSql, whyNot } from './why-drop-report.ts';

export interface OpenRun {
  readonly schedule_id: string;
  readonly due_at: Date;
  readonly report_id: string | null;
  readonly problem: string | null;
  readonly name: string;
  readonly person_id: string;
  readonly person_name: string | null;
}

/** Runs whose report is over, or was refused, or is not there a day after it was due; `$1` is now. */
export const openRunsSql = `
SELECT u.schedule_id, u.due_at, u.report_id, u.problem, s.name, s.person_id, p.name AS person_name
FROM report_run u JOIN report_schedule s ON s.id = u.schedule_id LEFT JOIN person p ON p.id = s.person_id LEFT JOIN report r ON r.id = u.report_id
WHERE u.settled_at IS NULL AND (r.id IS NULL OR r.state IN ('done', 'failed', 'cancelled') OR r.asked_at < $1::timestamptz - interval '1 day')
ORDER BY u.due_at`;

type LeftOut = ScheduleRun['leftOut'][number] & { readonly id: string; readonly kind: Recipient['kind'] };
/** Another server did it. */
class Overtaken extends Error {}

/** Mails what a run made, or that it failed, once: the mails, the run's row and its entry are one change. */
export async function settleRun(house: House, run: OpenRun): Promise<void> {
  const report = run.report_id === null ? null : await findMadeReport(house, run.report_id);
  const problem = problemOf(house, run, report);
  await (problem === null && report
    ? mailReport(house, run, report)
    : fail(house, run, report, problem!)
  ).catch((error) => {
    if (!(error instanceof Overtaken)) throw error;
  });
}

function problemOf(house: House, { problem }: OpenRun, report: MadeReport | null): string | null {
  if (problem !== null || !report) return problem ?? 'It was not asked for.';
  if (report.state === 'failed') return report.problem ?? 'Its files could not be made.';
  if (report.state === 'cancelled') return 'It was cancelled while it was being made.';
  if (report.state !== 'done') return 'It was not finished within a day.';
  if (!house.mailer) return 'No mail server is configured, so it was made and not sent.';
  return null;
}

async function mailReport(house: House, run: OpenRun, report: MadeReport): Promise<void> {
  const { rows } = await house.pool.query<Recipient>(
    `${recipientSql} WHERE r.schedule_id = $1 ORDER BY r.kind, r.recipient_id`,
    [run.schedule_id],
  );
  const readers: Recipient[] = [];
  const leftOut: LeftOut[] = [];
  for (const one of rows) {
    const why = await whyNot(house, one, report);
    if (why === null) readers.push(one);
    else leftOut.push({ id: one.id, kind: one.kind, name: one.name, why });
  }
  if (readers.length === 0)
    return fail(house, run, report, `Nobody was left to send it to: ${leftOutText(leftOut)}.`, leftOut);
  await change({ ...house, actor: systemActor('schedule') }, async (tx) => {
    const settled = await tx.query(
      `UPDATE report_run SET settled_at = $3, sent = $4, left_out = $5 WHERE schedule_id = $1 AND due_at = $2 AND settled_at IS NULL`,
      [run.schedule_id, run.due_at, tx.at, readers.length, JSON.stringify(leftOut)],
    );
    if (!settled.rowCount) throw new Overtaken();
    for (const { address, kind, id } of readers)
      await sendMail(house, tx, {
        ...reportMail(house.url, run, report, { hasAccount: kind === 'person' }),
        about: { report: report.id, reader: { kind, id } },
        to: address,
      });
    return {
      result: undefined,
      events: [
        {
          event: 'schedule.mailed',
          subject: { kind: 'schedule', id: run.schedule_id },
          data: {
            report: report.id,
            serial: serialText(report.serial, report.asked_at),
            by: run.person_id,
            sent: readers.length,
            recipients: readers.map(({ id }) => id),
            leftOut: leftOut.map(({ id, why }) => ({ id, why })),
          },
        },
      ],
    };
  });
}

const leftOutText = (leftOut: readonly LeftOut[]): string =>
  leftOut.map(({ name, why }) => `${name} (${reasonOf[why]})`).join(', ');

/** Told once, to its maker; where the account is closed, to administrators. */
async function fail(
  house: House,
  run: OpenRun,
  report: MadeReport | null,
  problem: string,
  leftOut: readonly LeftOut[] = [],
): Promise<void> {
  await change({ ...house, actor: systemActor('schedule') }, async (tx) => {
    const settled = await tx.query(
      `UPDATE report_run SET settled_at = $3, problem = $4, left_out = $5 WHERE schedule_id = $1 AND due_at = $2 AND settled_at IS NULL`,
      [run.schedule_id, run.due_at, tx.at, problem, JSON.stringify(leftOut)],
    );
    if (!settled.rowCount) throw new Overtaken();
    const { rows } = await tx.query<{ email: string }>(
      `SELECT email FROM person WHERE id = $1 AND active
       UNION ALL (SELECT DISTINCT p.email FROM person p JOIN role_assignment r ON r.person_id = p.id
         WHERE p.active AND p.kind = 'person' AND r.role = 'administrator' AND r.model_id IS NULL AND ${heldAt('r', '$2')}
           AND NOT EXISTS (SELECT FROM person WHERE id = $1 AND active) LIMIT 5)`,
      [run.person_id, tx.at],
    );
    for (const { email } of rows)
      if (MailAddress.safeParse(email).success)
        await sendMail(house, tx, { ...failureMail(house.url, run, report, problem), to: email });
    return {
      result: undefined,
      events: [
        {
          event: 'schedule.failed',
          subject: { kind: 'schedule', id: run.schedule_id },
          data: {
            by: run.person_id,
            dueAt: run.due_at.toISOString(),
            report: report?.id ?? null,
            code: report ? 'UNSENT' : 'REFUSED',
            leftOut: leftOut.map(({ id, why }) => ({ id, why })),
          },
          records: { problem },
        },
      ],
    };
  });
}
