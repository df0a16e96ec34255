import {
  AsFoundBatchPage,
  BatchPrepared,
  CheckInventory,
  Id,
  InventoryChecked,
  PrepareBatch,
} from '@countersign/contracts';
import { checkInventory, prepareBatch, readBatch } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

export const asFoundRoutes = [
  route('POST /as-found/check', {
    summary:
      'A dry run of an inventory (CSV) of models in production: every problem with its line and column.',
    scope: 'register',
    json: CheckInventory,
    reply: InventoryChecked,
    answer: (ctx, { json }) => checkInventory(ctx, json),
  }),
  route('POST /as-found', {
    summary:
      'Keeps an inventory without problems. An administrator and somebody as compliance sign it in the portal; then all of it enters.',
    scope: 'register',
    json: PrepareBatch,
    status: 201,
    reply: BatchPrepared,
    answer: (ctx, { json }) => prepareBatch(ctx, json),
  }),
  route('GET /as-found/{batchId}', {
    summary: 'An inventory: its rows, and who signed it.',
    scope: 'read',
    params: z.object({ batchId: Id }),
    query: PageQuery,
    reply: AsFoundBatchPage,
    answer: (ctx, { params, query }) => readBatch(ctx, { ...params, ...query }),
  }),
];
