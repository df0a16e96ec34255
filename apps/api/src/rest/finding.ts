import {
  AnswerFinding,
  FindingFilter,
  FindingPage,
  Id,
  ModelKey,
  Receipt,
  RecordFinding,
  VersionAddress,
} from '@countersign/contracts';
import { answerFinding, listFindings, recordFinding } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

export const findingRoutes = [
  route('GET /models/{model}/findings', {
    summary: 'Findings of a model or one of its versions, the newest first.',
    scope: 'read',
    params: z.object({ model: ModelKey }),
    query: z.object({
      ...z.omit(FindingFilter, { model: true, limit: true, after: true }).shape,
      ...PageQuery.shape,
    }),
    reply: FindingPage,
    answer: (ctx, { params, query }) => listFindings(ctx, { ...query, ...params }),
  }),
  route('POST /models/{model}/versions/{version}/findings', {
    summary: 'Records a finding with a severity, an owner and a day.',
    scope: 'register',
    params: VersionAddress,
    json: z.omit(RecordFinding, { model: true, version: true }),
    status: 201,
    reply: z.object({ findingId: Id, name: z.string(), receipt: Receipt }),
    answer: (ctx, { params, json }) => recordFinding(ctx, { ...json, ...params }),
  }),
  route('POST /findings/{findingId}/answer', {
    summary: 'Closes a finding, accepts it, or opens it again.',
    scope: 'register',
    params: z.object({ findingId: Id }),
    json: z.omit(AnswerFinding, { findingId: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => answerFinding(ctx, { ...json, ...params }),
  }),
];
