import {
  DrawSample,
  FreezeSample,
  SampleAddress,
  SampleDrawn,
  SampleFile,
  SampleFrozen,
  SamplePage,
  SampleRow,
} from '@countersign/contracts';
import { drawSample, freezeSample, listSamples, readSample, readSampleFile } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';
import { sendFile } from './send-file.ts';

export const sampleRoutes = [
  route('POST /samples', {
    summary:
      'Freezes a population: predictions of a model, versions that came to be approved, or signatures at gates. An entry holds its size and digest before anything can be drawn.',
    scope: 'read',
    json: FreezeSample,
    status: 201,
    reply: SampleFrozen,
    answer: (ctx, { json }) => freezeSample(ctx, json),
  }),
  route('GET /samples', {
    summary: 'Samples that one may pull, the newest first, each with how far it is.',
    scope: 'read',
    query: PageQuery,
    reply: SamplePage,
    answer: (ctx, { query }) => listSamples(ctx, query),
  }),
  route('GET /samples/{id}', {
    summary: 'One sample: its population, how it was drawn, how far it is.',
    scope: 'read',
    params: SampleAddress,
    reply: SampleRow,
    answer: (ctx, { params }) => readSample(ctx, params),
  }),
  route('POST /samples/{id}/draw', {
    summary:
      'Draws from the population, once: so many items by a seed, or those that an examiner listed. A pack is made of each in the background.',
    scope: 'read',
    params: SampleAddress,
    json: z.omit(DrawSample, { id: true }),
    status: 202,
    reply: SampleDrawn,
    answer: (ctx, { params, json }) => drawSample(ctx, { ...params, ...json }),
  }),
  route('GET /samples/{id}/files/{file}', {
    summary:
      'The frozen population, or the ZIP with a pack for each item and the index. Ranges are answered.',
    scope: 'read',
    params: z.extend(SampleAddress, { file: SampleFile }),
    async answer(ctx, { params }, request, reply) {
      return sendFile(await readSampleFile(ctx, params), false, request, reply);
    },
  }),
];
