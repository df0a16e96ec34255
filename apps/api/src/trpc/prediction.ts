import {
  LookUpSubject,
  PredictionList,
  PredictionPage,
  PredictionSearch,
  ReplayResult,
  SealedProof,
  SubjectLookUp,
} from '@countersign/contracts';
import {
  listPredictions,
  lookUpSubject,
  predictionProof,
  readPrediction,
  replayPrediction,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

/** Our id, or the one that the caller gave. */
const Named = z.object({ id: z.string().check(z.minLength(1), z.maxLength(200)) });

export const predictionRouter = router({
  read: procedure
    .input(Named)
    .output(PredictionPage)
    .query(({ ctx, input }) => readPrediction(ctx.by, input)),
  proof: procedure
    .input(Named)
    .output(SealedProof)
    .query(({ ctx, input }) => predictionProof(ctx.by, input)),
  list: procedure
    .input(PredictionSearch)
    .output(PredictionList)
    .query(({ ctx, input }) => listPredictions(ctx.by, input)),
  /** A mutation: it leaves an entry, and what is looked for travels in the body. */
  lookUpSubject: procedure
    .input(LookUpSubject)
    .output(SubjectLookUp)
    .mutation(({ ctx, input }) => lookUpSubject(ctx.by, input)),
  replay: procedure
    .input(Named)
    .output(ReplayResult)
    .mutation(({ ctx, input }) => replayPrediction(ctx.by, input)),
});
