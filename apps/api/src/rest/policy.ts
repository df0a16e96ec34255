import { ModelKey, PoliciesPage, PolicyPublished, SetSwitching } from '@countersign/contracts';
import { listPolicies, setSwitching } from '@countersign/governance';
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
  route('POST /policies/{policy}/switching', {
    summary:
      'Publishes the next version of a policy with another notice before ordinary switches: days of notice, and days for which the version before may be kept.',
    scope: 'operate',
    params: z.pick(SetSwitching, { policy: true }),
    json: z.omit(SetSwitching, { policy: true }),
    status: 201,
    reply: PolicyPublished,
    answer: (ctx, { params, json }) => setSwitching(ctx, { ...params, ...json }),
  }),
];
