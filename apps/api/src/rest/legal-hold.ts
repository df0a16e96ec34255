import {
  Id,
  LegalHold,
  LegalHoldPlaced,
  LiftLegalHold,
  PlaceLegalHold,
  pageOf,
  Receipt,
} from '@countersign/contracts';
import { liftLegalHold, listLegalHolds, placeLegalHold } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

export const legalHoldRoutes = [
  route('GET /legal-holds', {
    summary: 'What must not be erased, and what was lifted; the newest first.',
    scope: 'read',
    query: PageQuery,
    reply: pageOf(LegalHold),
    answer: (ctx, { query }) => listLegalHolds(ctx, query),
  }),
  route('POST /legal-holds', {
    summary: 'Forbids erasing a subject, a model or what was answered in a period, with a reason.',
    scope: 'operate',
    json: PlaceLegalHold,
    reply: LegalHoldPlaced,
    answer: (ctx, { json }) => placeLegalHold(ctx, json),
  }),
  route('POST /legal-holds/{holdId}/lift', {
    summary: 'Lifts a legal hold, with a reason. Nothing is erased by it.',
    scope: 'operate',
    params: z.object({ holdId: Id }),
    json: z.omit(LiftLegalHold, { holdId: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => liftLegalHold(ctx, { ...params, ...json }),
  }),
];
