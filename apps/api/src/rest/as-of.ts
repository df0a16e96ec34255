import { AsOfModels, AsOfModelsFilter, AsOfRoles, AsOfRolesFilter } from '@countersign/contracts';
import { listModelsAsOf, listRolesAsOf } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

export const asOfRoutes = [
  route('GET /as-of/models', {
    summary:
      'At a past moment (`asOf`, RFC 3339): which versions were deployed where, who had signed at which gate, under which policy. From the entries alone.',
    scope: 'read',
    query: z.extend(AsOfModelsFilter, PageQuery.shape),
    reply: AsOfModels,
    answer: (ctx, { query }) => listModelsAsOf(ctx, query),
  }),
  route('GET /as-of/roles', {
    summary: 'Who held which role at a past moment (`asOf`, RFC 3339). From the entries alone.',
    scope: 'read',
    query: z.extend(AsOfRolesFilter, PageQuery.shape),
    reply: AsOfRoles,
    answer: (ctx, { query }) => listRolesAsOf(ctx, query),
  }),
];
