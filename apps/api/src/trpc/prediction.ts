import {
  ModelKey,
  Page,
  PredictionPage,
  PredictionRow,
  pageOf,
  ReplayResult,
  VersionLabel,
} from '@countersign/contracts';
import { listPredictions, readPrediction, replayPrediction } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

/** Our id, or the one that the caller gave. */
const Named = z.object({ id: z.string().check(z.minLength(1), z.maxLength(200)) });

export const predictionRouter = router({
  read: procedure
    .input(Named)
    .output(PredictionPage)
    .query(({ ctx, input }) => readPrediction(ctx.by, input)),
  list: procedure
    .input(z.extend(Page, { model: z.optional(ModelKey), version: z.optional(VersionLabel) }))
    .output(pageOf(PredictionRow))
    .query(({ ctx, input }) => listPredictions(ctx.by, input)),
  replay: procedure
    .input(Named)
    .output(ReplayResult)
    .mutation(({ ctx, input }) => replayPrediction(ctx.by, input)),
});
