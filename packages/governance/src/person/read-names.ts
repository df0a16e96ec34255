import type { PersonRef } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** SQL of a reference to the person of this alias, null where there is none. */
export const personJson = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NULL THEN NULL ELSE json_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;

/** Names of people by id, in one query. */
export async function readNames(ctx: Context, ids: Iterable<string>): Promise<(id: string) => PersonRef> {
  const found = await ctx.db.person.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  const names = new Map(found.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? 'Unknown person' });
}
