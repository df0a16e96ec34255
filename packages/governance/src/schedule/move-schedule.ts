import { Refusal, type ScheduleChanged, type ScheduleMove } from '@countersign/contracts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { lockOwnSchedule } from './schedule-row.ts';
import { slotsOf } from './slots.ts';

const events = {
  active: 'schedule.resumed',
  paused: 'schedule.paused',
  deleted: 'schedule.deleted',
} as const;

/**
 * Pauses, resumes or deletes a scheduled report. One that goes on is due at its next time: what was missed meanwhile was
 * meant to be. By whoever made it, an administrator or a compliance officer.
 * @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT where it is so already
 */
export async function moveSchedule(ctx: Context, { scheduleId, to }: ScheduleMove): Promise<ScheduleChanged> {
  const subject = { kind: 'schedule', id: scheduleId } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const row = await lockOwnSchedule(tx, ctx.actor, scheduleId);
      if (row.state === to)
        throw new Refusal('CONFLICT', `This scheduled report is ${to} already.`, { state: to });
      const { next } = await slotsOf(tx, row, tx.at);
      await tx.query('UPDATE report_schedule SET state = $2, next_at = $3 WHERE id = $1', [
        scheduleId,
        to,
        next,
      ]);
      return { result: undefined, events: [{ event: events[to], subject, data: {} }] };
    },
    { attempt: { command: 'move-schedule', subject } },
  );
  return { scheduleId, receipt };
}
