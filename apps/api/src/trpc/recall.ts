import {
  AffectedCount,
  BlastRadius,
  CloseRecall,
  CompleteRecall,
  CountAffected,
  Lifted,
  LiftStanding,
  Marked,
  MarkVersion,
  Page,
  PasskeyGrant,
  PrepareLift,
  pageOf,
  RecallAddress,
  RecallBoard,
  RecallRow,
  Receipt,
  VersionAddress,
} from '@countersign/contracts';
import {
  closeRecall,
  completeRecall,
  countAffected,
  liftStanding,
  listRecalls,
  markVersion,
  prepareLift,
  readBlastRadius,
  readRecallBoard,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const recallRouter = router({
  blastRadius: procedure
    .input(VersionAddress)
    .output(BlastRadius)
    .query(({ ctx, input }) => readBlastRadius(ctx.by, input)),
  mark: procedure
    .input(MarkVersion)
    .output(Marked)
    .mutation(({ ctx, input }) => markVersion(ctx.by, input)),
  countAffected: procedure
    .input(CountAffected)
    .output(AffectedCount)
    .query(({ ctx, input }) => countAffected(ctx.by, input)),
  board: procedure
    .input(RecallAddress)
    .output(RecallBoard)
    .query(({ ctx, input }) => readRecallBoard(ctx.by, input)),
  close: procedure
    .input(CloseRecall)
    .output(Receipt)
    .mutation(({ ctx, input }) => closeRecall(ctx.by, input)),
  complete: procedure
    .input(CompleteRecall)
    .output(z.omit(Marked, { standing: true }))
    .mutation(({ ctx, input }) => completeRecall(ctx.by, input)),
  prepareLift: procedure
    .input(PrepareLift)
    .output(PasskeyGrant)
    .mutation(({ ctx, input }) => prepareLift(ctx.by, input)),
  lift: procedure
    .input(LiftStanding)
    .output(Lifted)
    .mutation(({ ctx, input }) => liftStanding(ctx.by, input)),
  list: procedure
    .input(z.extend(Page, { open: z.optional(z.boolean()) }))
    .output(pageOf(RecallRow))
    .query(({ ctx, input }) => listRecalls(ctx.by, input)),
});
