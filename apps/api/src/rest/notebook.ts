import { CompareNotebooks, NotebookComparison } from '@countersign/contracts';
import { compareNotebooks } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const notebookRoutes = [
  route('GET /models/{model}/compare/{before}/{after}/notebooks/{path}', {
    summary:
      'A notebook of two versions cell by cell: the same, changed, moved, added or removed, and whether the outputs are the same by digest. pathBefore=PATH where the earlier one lay elsewhere.',
    scope: 'read',
    params: z.omit(CompareNotebooks, { pathBefore: true }),
    query: z.pick(CompareNotebooks, { pathBefore: true }),
    reply: NotebookComparison,
    answer: (ctx, { params, query }) => compareNotebooks(ctx, { ...params, ...query }),
  }),
];
