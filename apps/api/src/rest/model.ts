import { Readable } from 'node:stream';
import {
  CreateModel,
  type FieldFilter,
  limits,
  ModelKey,
  ModelPage,
  ModelRow,
  pageOf,
  Receipt,
  RetireModel,
  VersioningRow,
  VersionRow,
} from '@countersign/contracts';
import {
  createModel,
  exportModels,
  listModels,
  listVersioning,
  listVersions,
  readModel,
  retireModel,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const OneCondition = z
  .string()
  .check(
    z.maxLength(241),
    z.regex(/^[a-z0-9][a-z0-9-]{0,39}:[\s\S]+$/, 'the key of a field, a colon, and what it is'),
  );

/** `?field=jurisdiction:de&field=exposure:10..20` */
const Conditions = z.pipe(
  z.union([OneCondition, z.array(OneCondition).check(z.maxLength(limits.fieldFilters))]),
  z.transform((given) =>
    [given].flat().map((text): FieldFilter => {
      const colon = text.indexOf(':');
      return { key: text.slice(0, colon), is: text.slice(colon + 1) };
    }),
  ),
);

const Found = z.object({
  search: z.optional(z.string().check(z.maxLength(200))),
  field: z.optional(Conditions),
});
const filterOf = ({ field, search }: z.infer<typeof Found>) => ({ search, fields: field });

const OneModel = z.object({ model: ModelKey });

export const modelRoutes = [
  route('GET /models', {
    summary:
      'Models by key. `field` asks for a fact, as in `jurisdiction:de`, `exposure:10..20` or `exposure:-` for what is not filled in; it may be given several times.',
    scope: 'read',
    query: z.object({ ...Found.shape, ...PageQuery.shape }),
    reply: pageOf(ModelRow),
    answer: (ctx, { query: { limit, after, ...query } }) =>
      listModels(ctx, { ...filterOf(query), limit, after }),
  }),
  route('GET /models.csv', {
    summary: 'The same as CSV, all of it; every field in use is a column.',
    scope: 'read',
    query: Found,
    async answer(ctx, { query }, _request, reply) {
      const day = ctx.clock().toISOString().slice(0, 10);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="models-${day}.csv"`)
        .send(Readable.from(await exportModels(ctx, filterOf(query))));
    },
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
  route('POST /models/{model}/retirement', {
    summary:
      'Takes a model out of every list for good, once its versions are deprecated and its recalls are closed. What it recorded stays.',
    scope: 'operate',
    params: OneModel,
    json: z.omit(RetireModel, { model: true }),
    reply: Receipt,
    answer: (ctx, { params, json }) => retireModel(ctx, { ...json, ...params }),
  }),
  route('GET /models/{model}/versions', {
    summary: 'The versions of a model, newest first.',
    scope: 'read',
    params: OneModel,
    query: PageQuery,
    reply: pageOf(VersionRow),
    answer: (ctx, { params, query }) => listVersions(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/versioning', {
    summary:
      'The versions of a model, newest first, and in how many parts each differs from the one before: data, scripts, parameters, build environment, trained object, documentation.',
    scope: 'read',
    params: OneModel,
    query: PageQuery,
    reply: pageOf(VersioningRow),
    answer: (ctx, { params, query }) => listVersioning(ctx, { ...params, ...query }),
  }),
];
