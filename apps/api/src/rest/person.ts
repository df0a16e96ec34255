import { AccessFilter, AccessRow, PeopleFilter, PersonRow, pageOf } from '@countersign/contracts';
import { exportAccess, listAccess, listPeople } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const AccessQuery = z.extend(z.omit(AccessFilter, { unusedDays: true }), {
  unusedDays: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(3_650))),
});

export const personRoutes = [
  route('GET /people', {
    summary: 'People with the roles that they hold now, by name.',
    scope: 'read',
    query: z.extend(z.omit(PeopleFilter, { limit: true, after: true }), PageQuery.shape),
    reply: pageOf(PersonRow),
    answer: (ctx, { query }) => listPeople(ctx, query),
  }),
  route('GET /access-review', {
    summary: 'Who holds what, since when, granted by whom, and when it was last used.',
    scope: 'read',
    query: z.extend(AccessQuery, PageQuery.shape),
    reply: pageOf(AccessRow),
    answer: (ctx, { query }) => listAccess(ctx, query),
  }),
  route('GET /access-review.csv', {
    summary: 'The whole access review as CSV, safe to open in a spreadsheet.',
    scope: 'read',
    query: AccessQuery,
    async answer(ctx, { query }, _request, reply) {
      const { text } = await exportAccess(ctx, query);
      const day = ctx.clock().toISOString().slice(0, 10);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="access-review-${day}.csv"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(text);
    },
  }),
];
