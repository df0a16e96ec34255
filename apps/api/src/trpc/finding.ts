import {
  AnswerFinding,
  FindingFilter,
  FindingPage,
  Id,
  Receipt,
  RecordFinding,
} from '@countersign/contracts';
import { answerFinding, listFindings, recordFinding } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const findingRouter = router({
  list: procedure
    .input(FindingFilter)
    .output(FindingPage)
    .query(({ ctx, input }) => listFindings(ctx.by, input)),
  record: procedure
    .input(RecordFinding)
    .output(z.object({ findingId: Id, name: z.string(), receipt: Receipt }))
    .mutation(({ ctx, input }) => recordFinding(ctx.by, input)),
  answer: procedure
    .input(AnswerFinding)
    .output(Receipt)
    .mutation(({ ctx, input }) => answerFinding(ctx.by, input)),
});
