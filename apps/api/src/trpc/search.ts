import {
  ModelKey,
  Page,
  RetryUnreadable,
  SearchFilter,
  SearchPage,
  SimilarModels,
  UnreadableList,
  UnreadableRetried,
} from '@countersign/contracts';
import { listUnreadable, retryUnreadable, searchDocuments, similarModels } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const searchRouter = router({
  documents: procedure
    .input(SearchFilter)
    .output(SearchPage)
    .query(({ ctx, input }) => searchDocuments(ctx.by, input)),
  similar: procedure
    .input(z.object({ model: ModelKey }))
    .output(SimilarModels)
    .query(({ ctx, input }) => similarModels(ctx.by, input)),
  unreadable: procedure
    .input(Page)
    .output(UnreadableList)
    .query(({ ctx, input }) => listUnreadable(ctx.by, input)),
  retryUnreadable: procedure
    .input(RetryUnreadable)
    .output(UnreadableRetried)
    .mutation(({ ctx, input }) => retryUnreadable(ctx.by, input)),
});
