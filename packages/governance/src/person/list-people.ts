import type { Page, PageOf, PersonRow } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';

const byId = keyset('people', 'uuid');

/** People in the order in which they were added, with the roles that they hold now. */
export async function listPeople(ctx: Context, input: Page): Promise<PageOf<PersonRow>> {
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  await requireFullScope(ctx);
  const found = await ctx.db.person.findMany({
    where: typeof after === 'string' ? { id: { gt: after } } : {},
    orderBy: { id: 'asc' },
    take: limit + 1,
    select: {
      id: true,
      name: true,
      email: true,
      active: true,
      roles: {
        where: { revokedAt: null },
        orderBy: { id: 'asc' },
        select: { role: true, model: { select: { key: true } } },
      },
    },
  });
  const { rows, next } = cutPage(found, limit, byId, ({ id }) => [id]);
  const items = rows.map(({ roles, ...person }) => ({
    ...person,
    roles: roles.map(({ role, model }) => ({ role: role as Role, modelKey: model?.key ?? null })),
  }));
  return { items, next };
}
