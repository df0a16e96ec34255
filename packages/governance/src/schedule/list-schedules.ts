import type { Page, ScheduledReport, SchedulePage, ScheduleRow, ScheduleRun } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { serialText } from '../report/made-report.ts';

const keys = keyset('schedules', 'uuid');

interface Row {
  readonly id: string;
  readonly name: string;
  readonly asked: ScheduledReport;
  readonly about: string;
  readonly cadence: ScheduleRow['cadence'];
  readonly hour: number;
  readonly zone: string;
  readonly period: ScheduleRow['period'];
  readonly person_id: string;
  readonly person_name: string | null;
  readonly state: ScheduleRow['state'];
  readonly next_at: Date;
  readonly recipients: string[];
  readonly runs: readonly {
    readonly due_at: string;
    readonly report_id: string | null;
    readonly serial: number | null;
    readonly asked_at: string | null;
    readonly state: NonNullable<ScheduleRun['report']>['state'] | null;
    readonly problem: string | null;
    readonly sent: number;
    readonly left_out: ScheduleRun['leftOut'];
    readonly settled_at: string | null;
  }[];
}

/** Scheduled reports, the newest first: one's own, and all of them for administrators and compliance officers. */
export async function listSchedules(ctx: Context, input: Page): Promise<SchedulePage> {
  const limit = limitOf(input);
  const [after] = keys.decode(input.after);
  const everywhere = (await requireInsight(ctx)).rolesOn(null);
  const all = everywhere.some((role) => role === 'administrator' || role === 'compliance');
  const { rows } = await ctx.pool.query<Row>(
    `SELECT s.id, s.name, s.asked, s.about, s.cadence, s.hour, s.zone, s.period, s.person_id, p.name AS person_name, s.state, s.next_at,
       (SELECT coalesce(json_agg(coalesce(rp.name, rm.address, '') ORDER BY r.kind DESC, coalesce(rp.name, rm.address)), '[]'::json)
         FROM report_recipient r LEFT JOIN person rp ON r.kind = 'person' AND rp.id = r.recipient_id
         LEFT JOIN mailbox rm ON r.kind = 'mailbox' AND rm.id = r.recipient_id WHERE r.schedule_id = s.id) AS recipients,
       (SELECT coalesce(json_agg(u ORDER BY u.due_at DESC), '[]'::json) FROM (
          SELECT u.due_at, u.report_id, t.serial, t.asked_at, t.state, u.problem, u.sent, u.left_out, u.settled_at
          FROM report_run u LEFT JOIN report t ON t.id = u.report_id WHERE u.schedule_id = s.id ORDER BY u.due_at DESC LIMIT 5) u) AS runs
     FROM report_schedule s LEFT JOIN person p ON p.id = s.person_id
     WHERE s.state <> 'deleted' AND ($1::uuid IS NULL OR s.id < $1) AND ($2 OR s.person_id::text = $3)
     ORDER BY s.id DESC LIMIT $4`,
    [after, all, ctx.actor.id, limit + 1],
  );
  const page = cutPage(rows, limit, keys, ({ id }) => [id]);
  return { items: page.rows.map(toScheduleRow), next: page.next, from: ctx.mailer?.from ?? null };
}

const instant = (text: string) => new Date(text).toISOString();

const toScheduleRow = (row: Row): ScheduleRow => ({
  id: row.id,
  name: row.name,
  kind: row.asked.kind,
  about: row.about,
  cadence: row.cadence,
  hour: row.hour,
  zone: row.zone,
  period: row.period,
  by: { id: row.person_id, name: row.person_name ?? 'Unknown person' },
  state: row.state,
  nextAt: row.state === 'active' ? row.next_at.toISOString() : null,
  recipients: row.recipients,
  runs: row.runs.map((run) => ({
    dueAt: instant(run.due_at),
    report:
      run.report_id && run.state && run.asked_at
        ? { id: run.report_id, serial: serialText(run.serial!, new Date(run.asked_at)), state: run.state }
        : null,
    problem: run.problem,
    sent: run.sent,
    leftOut: run.left_out.map(({ name, why }) => ({ name, why })),
    settledAt: run.settled_at === null ? null : instant(run.settled_at),
  })),
});
