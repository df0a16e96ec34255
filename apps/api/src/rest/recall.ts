import {
  BlastRadius,
  CloseRecall,
  CompleteRecall,
  Lifted,
  LiftStanding,
  Marked,
  MarkVersion,
  pageOf,
  RecallAddress,
  RecallBoard,
  RecallRow,
  Receipt,
  VersionAddress,
} from '@countersign/contracts';
import {
  closeRecall,
  completeRecall,
  liftStanding,
  listRecalls,
  markVersion,
  readBlastRadius,
  readRecallBoard,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { Flag, PageQuery } from './query.ts';
import { route } from './route.ts';

export const recallRoutes = [
  route('GET /recalls', {
    summary: 'Recalls, newest first.',
    scope: 'read',
    query: z.extend(PageQuery, { open: z.optional(Flag) }),
    reply: pageOf(RecallRow),
    answer: (ctx, { query }) => listRecalls(ctx, query),
  }),
  route('GET /models/{model}/versions/{version}/blast-radius', {
    summary: 'What blocking the version would do: who answers instead, and who calls it.',
    scope: 'read',
    params: VersionAddress,
    reply: BlastRadius,
    answer: (ctx, { params }) => readBlastRadius(ctx, params),
  }),
  route('POST /models/{model}/versions/{version}/standing/mark', {
    summary:
      'Marks a version advisory or blocked, and the versions before it where the scope says so. Never waits for a signature.',
    scope: 'operate',
    params: VersionAddress,
    json: z.omit(MarkVersion, { model: true, version: true }),
    status: 201,
    reply: Marked,
    answer: (ctx, { params, json }) => markVersion(ctx, { ...params, ...json }),
  }),
  route('GET /recalls/{recallId}', {
    summary:
      'One recall: its versions, who is touched, where it stopped, what happened, what has to hold before it is closed.',
    scope: 'read',
    params: RecallAddress,
    reply: RecallBoard,
    answer: (ctx, { params }) => readRecallBoard(ctx, params),
  }),
  route('POST /recalls/{recallId}/closing', {
    summary: 'Closes a recall; its versions stay marked. Conditions that do not hold take a reason.',
    scope: 'operate',
    params: RecallAddress,
    json: z.omit(CloseRecall, { recallId: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => closeRecall(ctx, { ...params, ...json }),
  }),
  route('POST /recalls/{recallId}', {
    summary:
      'Tells the rest of a recall, or corrects it: scope, affected inputs, fixed version or fallback, deadline.',
    scope: 'operate',
    params: RecallAddress,
    json: z.omit(CompleteRecall, { recallId: true }),
    reply: z.omit(Marked, { standing: true }),
    answer: (ctx, { params, json }) => completeRecall(ctx, { ...params, ...json }),
  }),
  route('POST /models/{model}/versions/{version}/standing/lift', {
    summary: 'Lifts a mark; it takes two people.',
    scope: 'operate',
    params: VersionAddress,
    json: z.omit(LiftStanding, { model: true, version: true }),
    reply: Lifted,
    answer: (ctx, { params, json }) => liftStanding(ctx, { ...params, ...json }),
  }),
];
