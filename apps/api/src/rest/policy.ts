import { ModelKey, PoliciesPage } from '@countersign/contracts';
import { listPolicies } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const policyRoutes = [
  route('GET /policies', {
    summary: 'The policies in force and who could sign under them today, of everything or of one model.',
    scope: 'read',
    query: z.object({ model: z.optional(ModelKey) }),
    reply: PoliciesPage,
    answer: (ctx, { query }) => listPolicies(ctx, query),
  }),
];
