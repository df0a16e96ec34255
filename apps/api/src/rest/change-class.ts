import { DeclareVarying, ModelKey, VaryingDeclared, VaryingPage } from '@countersign/contracts';
import { declareVarying, readVarying } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

const OneModel = z.object({ model: ModelKey });

export const changeClassRoutes = [
  route('GET /models/{model}/varying', {
    summary:
      'What a retraining of a model may change, beside the data window and what is fitted; `at` asks what was declared at a past moment.',
    scope: 'read',
    params: OneModel,
    query: z.object({ at: z.optional(z.string().check(z.maxLength(40))) }),
    reply: VaryingPage,
    answer: (ctx, { params, query }) => readVarying(ctx, { ...params, ...query }),
  }),
  route('POST /models/{model}/varying', {
    summary:
      'Declares which parameters, and configuration files by path, a retraining may change, for versions that are registered from now on.',
    scope: 'register',
    params: OneModel,
    json: z.omit(DeclareVarying, { model: true }),
    reply: VaryingDeclared,
    answer: (ctx, { params, json }) => declareVarying(ctx, { ...params, ...json }),
  }),
];
