import { Refusal, type ReportRequested, type ScheduleAddress } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { lockOwnSchedule } from './schedule-row.ts';
import { dayIn } from './slots.ts';
import { askForRun } from './start-run.ts';

/**
 * Runs a scheduled report out of turn, as of today; when it is due next stays as it is. Its report is made with its maker's
 * roles and mailed like every other. By its maker, an administrator or a compliance officer.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT where too many reports are being made
 */
export async function runNow(ctx: Context, { scheduleId }: ScheduleAddress): Promise<ReportRequested> {
  const schedule = await writeOperational(ctx, (tx) => lockOwnSchedule(tx, ctx.actor, scheduleId));
  const dueAt = ctx.clock();
  const day = await dayIn(ctx.pool, schedule.zone, dueAt);
  return askForRun(ctx, schedule, { dueAt, day, next: null }, ctx.actor).catch((error) => {
    if (error instanceof Refusal && error.code === 'FORBIDDEN' && schedule.person_id !== ctx.actor.id)
      throw new Refusal(
        'CONFLICT',
        `Whoever made this schedule may not make its report any more: ${error.message}`,
      );
    throw error;
  });
}
