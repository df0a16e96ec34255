import {
  ApplySuggestions,
  DeclineSuggestion,
  Receipt,
  StageName,
  SuggestionList,
  VersionAddress,
} from '@countersign/contracts';
import { applySuggestions, declineSuggestion, listSuggestions } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const suggestionRouter = router({
  list: procedure
    .input(VersionAddress)
    .output(SuggestionList)
    .query(({ ctx, input }) => listSuggestions(ctx.by, input)),
  amend: procedure
    .input(ApplySuggestions)
    .output(z.object({ revision: z.int(), stage: StageName, receipt: Receipt }))
    .mutation(({ ctx, input }) => applySuggestions(ctx.by, input)),
  decline: procedure
    .input(DeclineSuggestion)
    .output(Receipt)
    .mutation(({ ctx, input }) => declineSuggestion(ctx.by, input)),
});
