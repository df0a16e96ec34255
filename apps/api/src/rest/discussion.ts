import {
  AddComment,
  ApplySuggestions,
  CellThreads,
  CellThreadsOf,
  Id,
  OpenThread,
  Receipt,
  ResolveThread,
  StageName,
  SuggestionList,
  ThreadFilter,
  ThreadPage,
  VersionAddress,
} from '@countersign/contracts';
import {
  addComment,
  applySuggestions,
  listCellThreads,
  listSuggestions,
  listThreads,
  openThread,
  resolveThread,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const address = { model: true, version: true } as const;
const ThreadAddress = z.object({ threadId: Id });

/** Discussion and suggestions beside a version's dossier. */
export const discussionRoutes = [
  route('GET /models/{model}/versions/{version}/cell-threads/{path}', {
    summary:
      'Threads about the cells of a notebook: of this version, and open ones of earlier versions at the cell that theirs has become, with whether it says something else by now.',
    scope: 'read',
    params: CellThreadsOf,
    reply: CellThreads,
    answer: (ctx, { params }) => listCellThreads(ctx, params),
  }),
  route('GET /models/{model}/versions/{version}/threads', {
    summary: 'Threads of the discussion with their comments, the newest thread first.',
    scope: 'read',
    params: VersionAddress,
    query: z.object({
      ...z.omit(ThreadFilter, { ...address, limit: true, after: true }).shape,
      ...PageQuery.shape,
    }),
    reply: ThreadPage,
    answer: (ctx, { params, query }) => listThreads(ctx, { ...query, ...params }),
  }),
  route('POST /models/{model}/versions/{version}/threads', {
    summary: 'Opens a thread about the version, a piece of its evidence or a file.',
    scope: 'register',
    params: VersionAddress,
    json: z.omit(OpenThread, address),
    status: 201,
    reply: z.object({ threadId: Id, commentId: Id, receipt: Receipt }),
    answer: (ctx, { params, json }) => openThread(ctx, { ...json, ...params }),
  }),
  route('POST /threads/{threadId}/comments', {
    summary: 'Answers in a thread.',
    scope: 'register',
    params: ThreadAddress,
    json: z.omit(AddComment, { threadId: true }),
    status: 201,
    reply: z.object({ commentId: Id, receipt: Receipt }),
    answer: (ctx, { params, json }) => addComment(ctx, { ...json, ...params }),
  }),
  route('POST /threads/{threadId}/resolution', {
    summary: 'Resolves a thread, or reopens it.',
    scope: 'register',
    params: ThreadAddress,
    json: z.omit(ResolveThread, { threadId: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => resolveThread(ctx, { ...json, ...params }),
  }),
  route('GET /models/{model}/versions/{version}/suggestions', {
    summary: 'What requests for changes suggested instead, open ones first.',
    scope: 'read',
    params: VersionAddress,
    reply: SuggestionList,
    answer: (ctx, { params }) => listSuggestions(ctx, params),
  }),
  route('POST /suggestions/applications', {
    summary: 'Applies suggestions of one version together, as one amendment.',
    scope: 'register',
    json: ApplySuggestions,
    reply: z.object({ revision: z.int(), stage: StageName, receipt: Receipt }),
    answer: (ctx, { json }) => applySuggestions(ctx, json),
  }),
];
