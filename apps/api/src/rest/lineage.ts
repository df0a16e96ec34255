import {
  ExpandedLineage,
  ExpandLineage,
  LineageEventsFilter,
  LineageEventsOf,
  LineageFilter,
  LineageGraph,
  lineageDepth,
  OpenLineageTaken,
  Reach,
  ReachFilter,
} from '@countersign/contracts';
import {
  expandLineage,
  listLineageEvents,
  readLineage,
  readReach,
  takeLineage,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const node =
  'A node is `dataset:SHA256`, `code:SHA256`, `notebook:SHA256`, `run:SHA256`, `version:ID`, `recall:ID`, `deployment:VERSION.ENVIRONMENT` or `consumer:NAME`';

/** Each is held against the schema by the use case, which says where one is wrong. */
const Events = z.union([z.looseObject({}), z.array(z.looseObject({}))]);

export const lineageRoutes = [
  route('GET /lineage', {
    summary: `What a thing comes from and what comes from it, as nodes and edges, now or at a past moment (\`asOf\`, RFC 3339). ${node}. Each expansion holds \`limit\` nodes; a node's \`up\` and \`down\` say whether there is more.`,
    scope: 'read',
    query: z.extend(LineageFilter, {
      limit: PageQuery.shape.limit,
      depth: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(lineageDepth))),
    }),
    reply: LineageGraph,
    answer: (ctx, { query }) => readLineage(ctx, query),
  }),
  route('POST /lineage', {
    summary:
      'Takes in events of OpenLineage (schema 2-0-2), one or an array, in any order: jobs become experiments of the model that the address names, runs their runs. The same event again changes nothing.',
    scope: 'register',
    query: LineageEventsOf,
    json: Events,
    reply: OpenLineageTaken,
    answer: (ctx, { query, json }) => takeLineage(ctx, { ...query, events: json }),
  }),
  route('GET /models/{model}/lineage/events', {
    summary:
      'What happened of a model as events of OpenLineage (schema 2-0-2), a line each, in the order in which it became known: registrations, the training runs that versions name, deployments and their ends. Page by page: the header `Link` with `rel="next"` leads on.',
    scope: 'read',
    params: z.pick(LineageEventsFilter, { model: true }),
    query: PageQuery,
    async answer(ctx, { params, query }, _request, reply) {
      const { events, next } = await listLineageEvents(ctx, { ...params, ...query });
      if (next !== null) {
        const at = `${ctx.url}/api/v1/models/${encodeURIComponent(params.model)}/lineage/events`;
        const rest = new URLSearchParams({ after: next, ...(query.limit && { limit: String(query.limit) }) });
        reply.header('link', `<${at}?${rest}>; rel="next"`);
      }
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .send(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    },
  }),
  route('GET /lineage/expansion', {
    summary: 'What is next to one node in a direction, page by page, with the edges.',
    scope: 'read',
    query: z.extend(ExpandLineage, PageQuery.shape),
    reply: ExpandedLineage,
    answer: (ctx, { query }) => expandLineage(ctx, query),
  }),
  route('GET /lineage/reach', {
    summary:
      'What comes from a thing, however far: "these data were bad: which versions, how many predictions, which consumers?" Versions page by page, the newest first.',
    scope: 'read',
    query: z.extend(ReachFilter, PageQuery.shape),
    reply: Reach,
    answer: (ctx, { query }) => readReach(ctx, query),
  }),
];
