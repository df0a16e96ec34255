import type { House } from '../context.ts';
import { type ScheduleStored, scheduleSelect } from './schedule-row.ts';
import { type OpenRun, openRunsSql, settleRun } from './settle-run.ts';
import { slotsOf } from './slots.ts';
import { startRun } from './start-run.ts';

const atOnce = 50;

/**
 * Each minute: asks for the reports that are due, and mails those that are made. Whatever was missed while nothing ran is made
 * up once, for the latest time that it was due. Two servers and a restart do neither twice; what fails by accident is tried
 * again in a minute.
 */
export async function runSchedules(house: House): Promise<void> {
  const now = house.clock();
  const due = await house.pool.query<ScheduleStored>(
    `${scheduleSelect} WHERE state = 'active' AND next_at <= $1 ORDER BY next_at LIMIT ${atOnce}`,
    [now],
  );
  for (const schedule of due.rows)
    await attempt(house, schedule.id, async () => {
      const { last, day, next } = await slotsOf(house.pool, schedule, now);
      await startRun(house, schedule, { dueAt: last, day, next });
    });
  const open = await house.pool.query<OpenRun>(`${openRunsSql} LIMIT ${atOnce}`, [now]);
  for (const run of open.rows) await attempt(house, run.schedule_id, () => settleRun(house, run));
}

/** One that fails does not hold up the others. */
async function attempt(house: House, scheduleId: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    house.log.error({ scheduleId, reason: (error as Error).message }, 'a scheduled report was not run');
  }
}
