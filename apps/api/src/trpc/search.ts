import { ModelKey, SearchFilter, SearchPage, SimilarModels } from '@countersign/contracts';
import { searchDocuments, similarModels } from '@countersign/governance';
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
});
