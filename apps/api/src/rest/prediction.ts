import {
  Answer,
  ClaimedOutcome,
  ClaimedPrediction,
  Ingested,
  Invocation,
  ModelKey,
  PredictionPage,
  PredictionRow,
  pageOf,
  ReplayResult,
  VersionLabel,
} from '@countersign/contracts';
import {
  ingestOutcomes,
  ingestPredictions,
  invokeModel,
  listPredictions,
  readPrediction,
  replayPrediction,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { bodyOf } from './hashed-body.ts';
import { ndjsonLines } from './ndjson-lines.ts';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

/** Our id, or the one that the caller gave. */
const Named = z.object({ id: z.string().check(z.minLength(1), z.maxLength(200)) });

export const predictionRoutes = [
  route('POST /models/{model}/invocations', {
    summary: 'Asks the champion of an environment. Every row is recorded before it is answered.',
    scope: 'predict',
    params: z.object({ model: ModelKey }),
    query: z.object({ environment: z._default(z.string().check(z.maxLength(64)), 'production') }),
    json: Invocation,
    reply: Answer,
    answer: (ctx, { params, query, json }) => invokeModel(ctx, { ...params, ...query, ...json }),
  }),
  route('GET /predictions', {
    summary: 'Predictions, newest first.',
    scope: 'read',
    query: z.extend(PageQuery, { model: z.optional(ModelKey), version: z.optional(VersionLabel) }),
    reply: pageOf(PredictionRow),
    answer: (ctx, { query }) => listPredictions(ctx, query),
  }),
  route('POST /predictions', {
    summary: 'Records predictions that were made elsewhere, one a line. The same id again changes nothing.',
    scope: 'predict',
    ndjson: ClaimedPrediction,
    reply: Ingested,
    answer: (ctx, _input, request) => ingestPredictions(ctx, ndjsonLines(bodyOf(request))),
  }),
  route('GET /predictions/{id}', {
    summary: 'A prediction with everything that is needed to execute it again.',
    scope: 'read',
    params: Named,
    reply: PredictionPage,
    answer: (ctx, { params }) => readPrediction(ctx, params),
  }),
  route('POST /predictions/{id}/replay', {
    summary: 'Executes a prediction again and compares it bit for bit; the replay is recorded.',
    scope: 'predict',
    params: Named,
    reply: ReplayResult,
    answer: (ctx, { params }) => replayPrediction(ctx, params),
  }),
  route('POST /outcomes', {
    summary: 'Records what turned out to be true, one case a line.',
    scope: 'predict',
    query: z.object({ model: ModelKey }),
    ndjson: ClaimedOutcome,
    reply: Ingested,
    answer: (ctx, { query }, request) => ingestOutcomes(ctx, query, ndjsonLines(bodyOf(request))),
  }),
];
