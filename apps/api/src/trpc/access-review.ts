import {
  AccessPage,
  AccessRow,
  LastAccessReview,
  pageOf,
  RecordAccessReview,
  RecordedAccessReview,
} from '@countersign/contracts';
import { listAccess, readLastReview, recordAccessReview } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const accessReviewRouter = router({
  list: procedure
    .input(AccessPage)
    .output(pageOf(AccessRow))
    .query(({ ctx, input }) => listAccess(ctx.by, input)),
  last: procedure.output(LastAccessReview).query(({ ctx }) => readLastReview(ctx.by)),
  record: procedure
    .input(RecordAccessReview)
    .output(RecordedAccessReview)
    .mutation(({ ctx, input }) => recordAccessReview(ctx.by, input)),
});
