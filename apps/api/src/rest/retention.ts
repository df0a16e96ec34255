import { Id, RetentionDue, RetentionList } from '@countersign/contracts';
import { listRetention, readRetentionDue } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

export const retentionRoutes = [
  route('GET /retention-classes', {
    summary: 'What is kept how long: classes in force, defined and ended, and what they removed.',
    scope: 'read',
    query: PageQuery,
    reply: RetentionList,
    answer: (ctx, { query }) => listRetention(ctx, query),
  }),
  route('GET /retention-classes/{classId}/due', {
    summary:
      'What is due and falls due in 30 and 90 days under a class, by model; what a legal hold covers, and why.',
    scope: 'read',
    params: z.object({ classId: Id }),
    query: PageQuery,
    reply: RetentionDue,
    answer: (ctx, { params, query }) => readRetentionDue(ctx, { ...params, ...query }),
  }),
];
