import * as z from 'zod/mini';
import { Id, Instant, Line, PersonRef, pageOf, Receipt } from './primitives.ts';
import { ReportKind, RequestReport, reportStates } from './report.ts';

export const cadences = ['daily', 'weekly', 'monthly', 'quarterly'] as const;
/** What a report of a schedule is of, counted from the day of its run in the schedule's zone. */
export const relativePeriods = [
  'previous-day',
  'previous-week',
  'previous-month',
  'previous-quarter',
  'previous-year',
  'everything',
] as const;

/** What is made again and again: no days, no customer, no single prediction. */
export const ScheduledReport = z.omit(RequestReport, {
  period: true,
  customer: true,
  prediction: true,
  asOf: true,
  zone: true,
});
export type ScheduledReport = z.infer<typeof ScheduledReport>;

export const MakeSchedule = z.object({
  name: Line(100),
  report: ScheduledReport,
  cadence: z.enum(cadences),
  /** Of the zone's clock: weekly on Mondays, monthly on the first, quarterly on the first of January, April, July, October. */
  hour: z.int().check(z.minimum(0), z.maximum(23)),
  zone: z.string().check(z.minLength(1), z.maxLength(64)),
  period: z.enum(relativePeriods),
  people: z.array(Id).check(z.maxLength(20)),
  mailboxes: z.array(Id).check(z.maxLength(20)),
});
export type MakeSchedule = z.infer<typeof MakeSchedule>;

/** Why a recipient was left out: the account is closed, the report may not be read by them any more, the mailbox was removed, the address takes no mail. */
export const leftOutReasons = ['closed', 'no-right', 'removed', 'address'] as const;

export const ScheduleRun = z.object({
  dueAt: Instant,
  report: z.nullable(z.object({ id: Id, serial: z.string(), state: z.enum(reportStates) })),
  /** Why nothing was sent, as a sentence. */
  problem: z.nullable(z.string()),
  /** Mails that left. */
  sent: z.int(),
  leftOut: z.array(z.object({ name: z.string(), why: z.enum(leftOutReasons) })),
  /** Null while the report is being made. */
  settledAt: z.nullable(Instant),
});
export type ScheduleRun = z.infer<typeof ScheduleRun>;

export const ScheduleRow = z.object({
  id: Id,
  name: z.string(),
  kind: ReportKind,
  about: z.string(),
  cadence: z.enum(cadences),
  hour: z.int(),
  zone: z.string(),
  period: z.enum(relativePeriods),
  by: PersonRef,
  state: z.enum(['active', 'paused']),
  /** Null while it is paused. */
  nextAt: z.nullable(Instant),
  /** Names of people and addresses of mailboxes. */
  recipients: z.array(z.string()),
  /** The latest five, the newest first. */
  runs: z.array(ScheduleRun),
});
export type ScheduleRow = z.infer<typeof ScheduleRow>;
export const SchedulePage = z.extend(pageOf(ScheduleRow), {
  /** The address that mails come from; null: no mail server is configured, so nothing is sent. */
  from: z.nullable(z.string()),
});
export type SchedulePage = z.infer<typeof SchedulePage>;
export const ScheduleAddress = z.object({ scheduleId: Id });
export type ScheduleAddress = z.infer<typeof ScheduleAddress>;
export const ScheduleMove = z.extend(ScheduleAddress, { to: z.enum(['active', 'paused', 'deleted']) });
export type ScheduleMove = z.infer<typeof ScheduleMove>;
export const ScheduleChanged = z.object({ scheduleId: Id, receipt: Receipt });
export type ScheduleChanged = z.infer<typeof ScheduleChanged>;
