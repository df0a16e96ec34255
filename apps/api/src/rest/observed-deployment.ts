import {
  NotRunningFilter,
  NotRunningPage,
  ObservedFilter,
  ObservedPage,
  ReportedObserved,
  ReportObserved,
} from '@countersign/contracts';
import { listNotRunning, listObserved, reportObserved } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const paged = PageQuery.shape;

export const observedDeploymentRoutes = [
  route('POST /observed-deployments', {
    summary:
      'What a pipeline or an agent sees running (or stopped) in an environment, place by place. Tells what stands behind each.',
    scope: 'operate',
    json: ReportObserved,
    reply: ReportedObserved,
    answer: (ctx, { json }) => reportObserved(ctx, json),
  }),
  route('GET /observed-deployments', {
    summary:
      'What runs where, as it was reported; show=not-approved: running but not approved; show=stale: silent for too long.',
    scope: 'read',
    query: z.extend(ObservedFilter, paged),
    reply: ObservedPage,
    answer: (ctx, { query }) => listObserved(ctx, query),
  }),
  route('GET /observed-deployments/not-running', {
    summary:
      'Approved but not running: deployments of the record that were not seen lately where anything is reported.',
    scope: 'read',
    query: z.extend(NotRunningFilter, paged),
    reply: NotRunningPage,
    answer: (ctx, { query }) => listNotRunning(ctx, query),
  }),
];
