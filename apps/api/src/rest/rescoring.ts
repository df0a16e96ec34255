import { Readable } from 'node:stream';
import {
  Receipt,
  RequestRescoring,
  RescoredFilter,
  RescoredPage,
  RescoringAddress,
  RescoringExtractPage,
  RescoringPage,
  RescoringRequested,
  RescoringRow,
  RescoringSearch,
} from '@countersign/contracts';
import {
  type Context,
  cancelRescoring,
  exportRescored,
  extractFor,
  listExtracts,
  listRescored,
  listRescorings,
  readRescoring,
  requestRescoring,
} from '@countersign/governance';
import type { FastifyReply } from 'fastify';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';
import { sendExtract } from './send-extract.ts';

const Chosen = z.omit(RescoredFilter, { id: true });
const Part = z.extend(RescoringAddress, {
  consumer: z.string().check(z.minLength(1), z.maxLength(200)),
});
const types = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const;

async function sendRows(
  ctx: Context,
  filter: RescoredFilter,
  format: keyof typeof types,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const pieces = await exportRescored(ctx, { ...filter, format });
  return reply
    .type(types[format])
    .header('content-disposition', `attachment; filename="re-scored-${filter.id}.${format}"`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(Readable.from(pieces));
}

export const rescoringRoutes = [
  route('POST /rescorings', {
    summary:
      'Executes everything that versions predicted in a period on another version, in the background: which decisions would have been others.',
    scope: 'predict',
    json: RequestRescoring,
    status: 202,
    reply: RescoringRequested,
    answer: (ctx, { json }) => requestRescoring(ctx, json),
  }),
  route('GET /rescorings', {
    summary: 'Re-scorings of models that one sees, the newest first; of one model or recall alone.',
    scope: 'read',
    query: z.extend(z.pick(RescoringSearch, { model: true, recall: true }), PageQuery.shape),
    reply: RescoringPage,
    answer: (ctx, { query }) => listRescorings(ctx, query),
  }),
  route('GET /rescorings/{id}', {
    summary: 'One re-scoring: how far it is, how many flipped, and why others were not re-scored.',
    scope: 'read',
    params: RescoringAddress,
    reply: RescoringRow,
    answer: (ctx, { params }) => readRescoring(ctx, params),
  }),
  route('POST /rescorings/{id}/cancel', {
    summary: 'Ends a re-scoring that is under way.',
    scope: 'predict',
    params: RescoringAddress,
    reply: Receipt,
    answer: (ctx, { params }) => cancelRescoring(ctx, params),
  }),
  route('GET /rescorings/{id}/predictions', {
    summary:
      'Its predictions by time of the answer, with what both versions said: those that flipped, that were not re-scored, of one consumer.',
    scope: 'read',
    params: RescoringAddress,
    query: z.extend(Chosen, PageQuery.shape),
    reply: RescoredPage,
    answer: (ctx, { params, query }) => listRescored(ctx, { ...params, ...query }),
  }),
  route('GET /rescorings/{id}/predictions.csv', {
    summary: 'The same as CSV, safe to open in a spreadsheet.',
    scope: 'read',
    params: RescoringAddress,
    query: Chosen,
    answer: (ctx, { params, query }, _request, reply) => sendRows(ctx, { ...params, ...query }, 'csv', reply),
  }),
  route('GET /rescorings/{id}/predictions.ndjson', {
    summary: 'The same as NDJSON, a prediction a line.',
    scope: 'read',
    params: RescoringAddress,
    query: Chosen,
    answer: (ctx, { params, query }, _request, reply) =>
      sendRows(ctx, { ...params, ...query }, 'ndjson', reply),
  }),
  route('GET /rescorings/{id}/extracts', {
    summary: 'Consumers whose predictions were affected, each with the size and digest of its part.',
    scope: 'read',
    params: RescoringAddress,
    query: PageQuery,
    reply: RescoringExtractPage,
    answer: (ctx, { params, query }) => listExtracts(ctx, { ...params, ...query }),
  }),
  route('GET /rescorings/{id}/extracts/{consumer}', {
    summary:
      'One consumer’s part as CSV, for the notice to that consumer; its digest is in the header repr-digest.',
    scope: 'read',
    params: Part,
    async answer(ctx, { params }, _request, reply) {
      const { id, consumer } = params;
      return sendExtract(await extractFor(ctx, { rescoringId: id, consumer }), reply);
    },
  }),
];
