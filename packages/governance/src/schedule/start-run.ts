import { Refusal, type ReportRequested } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { type Actor, type House, systemActor } from '../context.ts';
import { askForReport } from '../report/request-report.ts';
import { writeOperational } from '../write-operational.ts';
import { askedOn, contextOf, type ScheduleStored, scheduleSelect } from './schedule-row.ts';

/** Somebody else did it, or it was paused meanwhile. */
class Overtaken extends Error {}

export interface Slot {
  readonly dueAt: Date;
  /** Its day in the schedule's zone. */
  readonly day: string;
  /** When it is due after this; null: as it stands, because this run is out of turn. */
  readonly next: Date | null;
}

/** Writes the run into the change that asks for its report, so that neither is there without the other. */
async function writeRun(
  tx: Tx,
  schedule: ScheduleStored,
  { dueAt, next }: Slot,
  run: { readonly reportId: string | null; readonly problem: string | null },
): Promise<void> {
  const { rows } = await tx.query<ScheduleStored>(`${scheduleSelect} WHERE id = $1 FOR UPDATE`, [
    schedule.id,
  ]);
  const now = rows[0]!;
  if (now.state === 'deleted') throw new Overtaken();
  if (next && (now.state !== 'active' || now.next_at.getTime() !== schedule.next_at.getTime()))
    throw new Overtaken();
  const written = await tx.query(
    'INSERT INTO report_run (schedule_id, due_at, report_id, problem) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [schedule.id, dueAt, run.reportId, run.problem],
  );
  if (!written.rowCount) throw new Overtaken();
  if (next) await tx.query('UPDATE report_schedule SET next_at = $2 WHERE id = $1', [schedule.id, next]);
}

/**
 * Asks for the report of one slot, with the roles that its maker has now, once: the run, the report and the next time are
 * one change. @throws Refusal as asking does, Overtaken where another server did it
 */
export async function askForRun(
  house: House,
  schedule: ScheduleStored,
  slot: Slot,
  by: Actor,
): Promise<ReportRequested> {
  const maker = await contextOf(house, schedule.person_id);
  return askForReport(maker, askedOn(schedule, slot.day), {
    by,
    async within(tx, { id, serial }) {
      await writeRun(tx, schedule, slot, { reportId: id, problem: null });
      return [
        {
          event: 'schedule.ran',
          subject: { kind: 'schedule', id: schedule.id },
          data: { report: id, serial, by: schedule.person_id, dueAt: slot.dueAt.toISOString() },
        },
      ];
    },
  });
}

const problemOf = ({ code, message }: Refusal): string =>
  code === 'FORBIDDEN' ? 'Whoever made this schedule may not make its report any more.' : message;

/** The run of a slot that is due: asked for, or failed with the reason why its maker may not. Settling mails that, and writes its entry. */
export async function startRun(house: House, schedule: ScheduleStored, slot: Slot): Promise<void> {
  const system = systemActor('schedule');
  try {
    await askForRun(house, schedule, slot, system);
  } catch (error) {
    if (error instanceof Overtaken) return;
    if (!(error instanceof Refusal)) throw error;
    // Too many of theirs are being made: its turn comes in a minute.
    if (error.code === 'CONFLICT') return;
    await writeOperational(house, (tx) =>
      writeRun(tx, schedule, slot, { reportId: null, problem: problemOf(error) }),
    ).catch((failure) => {
      if (!(failure instanceof Overtaken)) throw failure;
    });
  }
}
