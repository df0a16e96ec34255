import { Readable } from 'node:stream';
import {
  Answer,
  ClaimedOutcome,
  ClaimedPrediction,
  Completeness,
  CompletenessFilter,
  Id,
  Ingested,
  Invocation,
  LookUpSubject,
  ModelKey,
  PredictionFilter,
  PredictionList,
  PredictionPage,
  ReplayResult,
  SealedProof,
  SubjectLookUp,
} from '@countersign/contracts';
import {
  exportPredictions,
  ingestOutcomes,
  ingestPredictions,
  invokeModel,
  listPredictions,
  lookUpSubject,
  predictionProof,
  readCompleteness,
  readPrediction,
  replayPrediction,
  replayProof,
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
    summary:
      'Predictions, the latest answered first: by time, model, version, consumer, caller’s id or business reference.',
    scope: 'read',
    query: z.extend(PredictionFilter, PageQuery.shape),
    reply: PredictionList,
    answer: (ctx, { query }) => listPredictions(ctx, query),
  }),
  route('GET /predictions.csv', {
    summary: 'What a search finds as CSV, safe to open in a spreadsheet: at most 100,000 rows.',
    scope: 'read',
    query: PredictionFilter,
    async answer(ctx, { query }, _request, reply) {
      const pieces = await exportPredictions(ctx, query);
      const day = ctx.clock().toISOString().slice(0, 10);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="predictions-${day}.csv"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(Readable.from(pieces));
    },
  }),
  route('POST /subject-look-ups', {
    summary:
      'Predictions about one person or thing. Each look-up is an entry with its reason; the reference is sent in the body alone and not kept.',
    scope: 'read',
    json: LookUpSubject,
    reply: SubjectLookUp,
    answer: (ctx, { json }) => lookUpSubject(ctx, json),
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
  route('GET /predictions/{id}/proof', {
    summary: 'That a prediction is in a batch that an entry sealed; without a seal while it waits for one.',
    scope: 'read',
    params: Named,
    reply: SealedProof,
    answer: (ctx, { params }) => predictionProof(ctx, params),
  }),
  route('GET /replays/{id}/proof', {
    summary: 'The same of a replay.',
    scope: 'read',
    params: z.object({ id: Id }),
    reply: SealedProof,
    answer: (ctx, { params }) => replayProof(ctx, params),
  }),
  route('GET /models/{model}/completeness', {
    summary:
      'What was recorded of a model in a period, to be held against a gateway’s log: numbers of each deployment, those that are missing, and the share recorded elsewhere.',
    scope: 'read',
    params: z.pick(CompletenessFilter, { model: true }),
    query: z.omit(CompletenessFilter, { model: true }),
    reply: Completeness,
    answer: (ctx, { params, query }) => readCompleteness(ctx, { ...params, ...query }),
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
