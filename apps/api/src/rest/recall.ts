import {
  BlastRadius,
  LiftStanding,
  Marked,
  MarkVersion,
  pageOf,
  RecallRow,
  Receipt,
  VersionAddress,
} from '@countersign/contracts';
import { liftStanding, listRecalls, markVersion, readBlastRadius } from '@countersign/governance';
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
    summary: 'Marks a version advisory or blocked. Never waits for a signature.',
    scope: 'operate',
    params: VersionAddress,
    json: z.omit(MarkVersion, { model: true, version: true }),
    status: 201,
    reply: Marked,
    answer: (ctx, { params, json }) => markVersion(ctx, { ...params, ...json }),
  }),
  route('POST /models/{model}/versions/{version}/standing/lift', {
    summary: 'Lifts a mark; it takes two people.',
    scope: 'operate',
    params: VersionAddress,
    json: z.omit(LiftStanding, { model: true, version: true }),
    reply: z.object({ lifted: z.boolean(), receipt: Receipt }),
    answer: (ctx, { params, json }) => liftStanding(ctx, { ...params, ...json }),
  }),
];
