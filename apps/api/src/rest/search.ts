import {
  Id,
  ModelKey,
  RetryUnreadable,
  SearchFilter,
  SearchPage,
  SearchRebuilt,
  SimilarModels,
  StageName,
  searchKinds,
  TierName,
  UnreadableList,
  UnreadableRetried,
} from '@countersign/contracts';
import {
  listUnreadable,
  rebuildSearch,
  retryUnreadable,
  searchDocuments,
  similarModels,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery, several } from './query.ts';
import { route } from './route.ts';

const most = 20;

export const searchRoutes = [
  route('GET /search', {
    summary:
      'Models, versions, release notes, cells of notebooks, data, experiments, runs and comments by their words: all of them, "together", a or b, -without. The best first, with how many there are by each facet; a facet may be given several times.',
    scope: 'read',
    query: z.extend(SearchFilter, {
      ...PageQuery.shape,
      kinds: several(z.enum(searchKinds), most),
      models: several(z.string().check(z.maxLength(64)), most),
      stages: several(StageName, most),
      tiers: several(TierName, most),
      tags: several(z.string().check(z.maxLength(100)), most),
      authors: several(Id, most),
    }),
    reply: SearchPage,
    answer: (ctx, { query }) => searchDocuments(ctx, query),
  }),
  route('POST /search/rebuild', {
    summary:
      'Gathers anew what is found by words, from the tables alone; meanwhile what was found before is. For administrators.',
    scope: 'operate',
    status: 202,
    reply: SearchRebuilt,
    answer: (ctx) => rebuildSearch(ctx),
  }),
  route('GET /search/unreadable', {
    summary:
      'What no search finds because it could not be read: each thing with the reason, since when, how often it was tried and when it is tried again; the longest missing first. For administrators.',
    scope: 'read',
    query: PageQuery,
    reply: UnreadableList,
    answer: (ctx, { query }) => listUnreadable(ctx, query),
  }),
  route('POST /search/unreadable/retries', {
    summary:
      'Has what could not be read tried again now: one thing by its `part` and `id`, or without one all of them. For administrators.',
    scope: 'operate',
    json: RetryUnreadable,
    status: 202,
    reply: UnreadableRetried,
    answer: (ctx, { json }) => retryUnreadable(ctx, json),
  }),
  route('GET /models/{model}/similar', {
    summary: 'Models for similar problems, and what they share with this one.',
    scope: 'read',
    params: z.object({ model: ModelKey }),
    reply: SimilarModels,
    answer: (ctx, { params }) => similarModels(ctx, params),
  }),
];
