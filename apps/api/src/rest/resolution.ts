import { Resolution, Resolve } from '@countersign/contracts';
import { resolveVersion } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const resolutionRoutes = [
  route('GET /models/{model}/resolve', {
    summary:
      'Which version answers in an environment, or how one stands that a caller is pinned to: standing, reason, what to use instead, where to call.',
    scope: 'read',
    brief: true,
    params: z.pick(Resolve, { model: true }),
    query: z.omit(Resolve, { model: true }),
    reply: Resolution,
    answer: (ctx, { params, query }) => resolveVersion(ctx, { ...params, ...query }),
  }),
];
