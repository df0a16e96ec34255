import { CreateModel, ModelKey, ModelPage, ModelRow, pageOf, VersionRow } from '@countersign/contracts';
import { createModel, listModels, listVersions, readModel } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const OneModel = z.object({ model: ModelKey });

export const modelRoutes = [
  route('GET /models', {
    summary: 'Models, newest first.',
    scope: 'read',
    query: z.extend(PageQuery, { search: z.optional(z.string().check(z.maxLength(200))) }),
    reply: pageOf(ModelRow),
    answer: (ctx, { query }) => listModels(ctx, query),
  }),
  route('POST /models', {
    summary: 'Makes a model under the policy of its tier.',
    scope: 'register',
    json: CreateModel,
    status: 201,
    reply: z.object({ id: z.uuid(), key: ModelKey }),
    answer: (ctx, { json }) => createModel(ctx, json),
  }),
  route('GET /models/{model}', {
    summary: 'A model: who owns it, what serves.',
    scope: 'read',
    params: OneModel,
    reply: ModelPage,
    answer: (ctx, { params }) => readModel(ctx, params),
  }),
  route('GET /models/{model}/versions', {
    summary: 'The versions of a model, newest first.',
    scope: 'read',
    params: OneModel,
    query: PageQuery,
    reply: pageOf(VersionRow),
    answer: (ctx, { params, query }) => listVersions(ctx, { ...params, ...query }),
  }),
];
