import {
  CompareNotebooks,
  NotebookComparison,
  NotebookRecords,
  NotebookRecordsFilter,
} from '@countersign/contracts';
import { compareNotebooks, readNotebookRecords } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const notebookRoutes = [
  route('GET /models/{model}/versions/{version}/notebooks', {
    summary:
      'The notebooks of a version, or the one at `path`, with the digests of inputs and scripts that each records, held against the version: a notebook of which one differs is stale.',
    scope: 'read',
    params: z.omit(NotebookRecordsFilter, { path: true }),
    query: z.pick(NotebookRecordsFilter, { path: true }),
    reply: NotebookRecords,
    answer: (ctx, { params, query }) => readNotebookRecords(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/compare/{before}/{after}/notebooks/{path}', {
    summary:
      'A notebook of two versions cell by cell: the same, changed, moved, added or removed, and whether the outputs are the same by digest. pathBefore=PATH where the earlier one lay elsewhere.',
    scope: 'read',
    params: z.omit(CompareNotebooks, { pathBefore: true }),
    query: z.pick(CompareNotebooks, { pathBefore: true }),
    reply: NotebookComparison,
    answer: (ctx, { params, query }) => compareNotebooks(ctx, { ...params, ...query }),
  }),
];
