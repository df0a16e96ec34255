import type { PageOf, PeopleFilter, PersonRow } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { likePatterns } from '../search-words.ts';
import { type PersonStored, personColumns, toPersonRow } from './person-row.ts';

const byName = keyset('people', 'text', 'uuid');

const isInState = {
  active: 'p.active AND p.password_hash IS NOT NULL',
  invited: 'p.active AND p.password_hash IS NULL',
  closed: 'NOT p.active',
} as const;

/** People by name, with the roles that they hold now; `search` looks for its words in names and addresses. */
export async function listPeople(ctx: Context, input: PeopleFilter): Promise<PageOf<PersonRow>> {
  const limit = limitOf(input);
  refuseBrokenJson(input, '');
  const [name, id] = byName.decode(input.after);
  await requireFullScope(ctx);
  const conditions = ["p.kind = 'person'"];
  const values: unknown[] = [ctx.clock()];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  if (name !== null && id !== null)
    conditions.push(`(p.name, p.id) > (${parameter(name)}, ${parameter(id)}::uuid)`);
  if (input.state) conditions.push(isInState[input.state]);
  if (input.role)
    conditions.push(
      `EXISTS (SELECT FROM role_assignment r WHERE r.person_id = p.id AND r.role = ${parameter(input.role)} AND ${heldAt('r', '$1')})`,
    );
  for (const pattern of likePatterns(input.search ?? '')) {
    const like = parameter(pattern);
    conditions.push(
      `(p.name ILIKE ${like} OR EXISTS (SELECT FROM person_email e WHERE e.person_id = p.id AND e.email LIKE lower(${like})))`,
    );
  }
  const found = await ctx.pool.query<PersonStored>(
    `SELECT ${personColumns('$1')} FROM person p WHERE ${conditions.join(' AND ')}
     ORDER BY p.name, p.id LIMIT ${parameter(limit + 1)}`,
    values,
  );
  const { rows, next } = cutPage(found.rows, limit, byName, (row) => [row.name, row.id]);
  return { items: rows.map(toPersonRow), next };
}
