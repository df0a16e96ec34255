import {
  type OneService,
  type PageOf,
  Refusal,
  type ServiceFilter,
  type ServiceRow,
} from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { personJson } from '../person/read-names.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { likePatterns } from '../search-words.ts';

const byName = keyset('services', 'text', 'uuid');

interface ServiceStored extends Omit<ServiceRow, 'lastUsedAt'> {
  readonly last_used_at: Date | null;
}

/** From `person p`, its responsible person `o`; `$1` is the moment. */
const columns = `p.id, p.name, ${personJson('o')} AS responsible,
  CASE WHEN p.active THEN 'active' WHEN o.active THEN 'closed' ELSE 'stopped' END AS state,
  (SELECT coalesce(json_agg(json_build_object('role', r.role, 'modelKey', m.key) ORDER BY r.granted_at, r.id), '[]'::json)
   FROM role_assignment r LEFT JOIN model m ON m.id = r.model_id WHERE r.person_id = p.id AND ${heldAt('r', '$1')}) AS roles,
  (SELECT count(*)::int FROM api_token t WHERE t.person_id = p.id AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $1)) AS "validTokens",
  (SELECT max(t.last_used_at) FROM api_token t WHERE t.person_id = p.id) AS last_used_at`;

const from = "FROM person p JOIN person o ON o.id = p.responsible_id WHERE p.kind = 'service'";

const isInState = {
  active: 'p.active',
  stopped: 'NOT p.active AND NOT o.active',
  closed: 'NOT p.active AND o.active',
} as const;

const toRow = ({ last_used_at: lastUsedAt, ...row }: ServiceStored): ServiceRow => ({
  ...row,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

/** Service accounts by name; `search` looks for its words in their names and in the names of who answers for them. */
export async function listServices(ctx: Context, input: ServiceFilter): Promise<PageOf<ServiceRow>> {
  const limit = limitOf(input);
  refuseBrokenJson(input, '');
  const [name, id] = byName.decode(input.after);
  await requireFullScope(ctx);
  const conditions: string[] = [];
  const values: unknown[] = [ctx.clock()];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  if (name !== null && id !== null)
    conditions.push(`AND (p.name, p.id) > (${parameter(name)}, ${parameter(id)}::uuid)`);
  if (input.state) conditions.push(`AND ${isInState[input.state]}`);
  for (const pattern of likePatterns(input.search ?? ''))
    conditions.push(`AND p.name || ' ' || o.name ILIKE ${parameter(pattern)}`);
  const found = await ctx.pool.query<ServiceStored>(
    `SELECT ${columns} ${from} ${conditions.join(' ')} ORDER BY p.name, p.id LIMIT ${parameter(limit + 1)}`,
    values,
  );
  const { rows, next } = cutPage(found.rows, limit, byName, (row) => [row.name, row.id]);
  return { items: rows.map(toRow), next };
}

/** One of them. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readService(ctx: Context, { serviceId }: OneService): Promise<ServiceRow> {
  await requireFullScope(ctx);
  const found = await ctx.pool.query<ServiceStored>(`SELECT ${columns} ${from} AND p.id = $2`, [
    ctx.clock(),
    serviceId,
  ]);
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such service account.');
  return toRow(found.rows[0]);
}
