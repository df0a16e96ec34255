import {
  DatasetRechecked,
  ExaminedDatasets,
  ListRechecks,
  RecheckDataset,
  RecheckPage,
  VersionAddress,
} from '@countersign/contracts';
import { listRechecks, readDatasets, recheckDataset } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

export const datasetRoutes = [
  route('GET /models/{model}/versions/{version}/datasets', {
    summary:
      'The dataset references of a version, fact by fact: checked against its own files, contradicted by them, or claimed (and why); with the split and whether it was fitted on all data.',
    scope: 'read',
    params: VersionAddress,
    reply: ExaminedDatasets,
    answer: (ctx, { params }) => readDatasets(ctx, params),
  }),
  route('GET /models/{model}/versions/{version}/datasets/rechecks', {
    summary:
      'What queries of its dataset references yielded when somebody ran them again, beside what was recorded, the newest first.',
    scope: 'read',
    params: z.omit(ListRechecks, { limit: true, after: true }),
    query: PageQuery,
    reply: RecheckPage,
    answer: (ctx, { params, query }) => listRechecks(ctx, { ...params, ...query }),
  }),
  route('POST /models/{model}/versions/{version}/datasets/rechecks', {
    summary:
      'What the query of a dataset reference yields now, from somebody who can run it: the rows (`content`), or their count and SHA-256. It is held against what was recorded, and kept.',
    scope: 'register',
    params: VersionAddress,
    json: z.omit(RecheckDataset, { model: true, version: true }),
    status: 201,
    reply: DatasetRechecked,
    answer: (ctx, { params, json }) => recheckDataset(ctx, { ...json, ...params }),
  }),
];
