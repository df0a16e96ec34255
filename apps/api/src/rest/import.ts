import { ImportBody, ImportDone, ImportPlan, ImportsPage, ModelKey } from '@countersign/contracts';
import { applyImport, listImports, planImport } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const Of = z.object({ model: ModelKey });

export const importRoutes = [
  route('GET /models/{model}/imports', {
    summary: 'What was imported into a model, the newest first.',
    scope: 'read',
    params: Of,
    query: PageQuery,
    reply: ImportsPage,
    answer: (ctx, { params, query }) => listImports(ctx, { ...params, ...query }),
  }),
  route('POST /models/{model}/imports/plan', {
    summary:
      'A dry run over an uploaded archive or file: what importing it would make, what it would leave aside and why, and what keeps it from being imported. Nothing is written.',
    scope: 'register',
    params: Of,
    json: ImportBody,
    reply: ImportPlan,
    answer: (ctx, { params, json }) => planImport(ctx, { ...params, ...json }),
  }),
  route('POST /models/{model}/imports', {
    summary:
      'Imports an uploaded archive or file, all of it or nothing: 201, or 200 where the same bytes were imported to the same end before.',
    scope: 'register',
    params: Of,
    json: ImportBody,
    status: 201,
    reply: ImportDone,
    async answer(ctx, { params, json }, _request, reply) {
      const done = await applyImport(ctx, { ...params, ...json });
      if (done.existed) reply.code(200);
      return done;
    },
  }),
];
