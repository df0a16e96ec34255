import {
  MakeSchedule,
  Page,
  ReportRequested,
  ScheduleAddress,
  ScheduleChanged,
  ScheduleMove,
  SchedulePage,
} from '@countersign/contracts';
import { listSchedules, makeSchedule, moveSchedule, runNow } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const scheduleRouter = router({
  list: procedure
    .input(Page)
    .output(SchedulePage)
    .query(({ ctx, input }) => listSchedules(ctx.by, input)),
  make: procedure
    .input(MakeSchedule)
    .output(ScheduleChanged)
    .mutation(({ ctx, input }) => makeSchedule(ctx.by, input)),
  move: procedure
    .input(ScheduleMove)
    .output(ScheduleChanged)
    .mutation(({ ctx, input }) => moveSchedule(ctx.by, input)),
  runNow: procedure
    .input(ScheduleAddress)
    .output(ReportRequested)
    .mutation(({ ctx, input }) => runNow(ctx.by, input)),
});
