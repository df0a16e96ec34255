import type { ConsumerFilter, ConsumerRow, PageOf } from '@countersign/contracts';
import { readScope, requireModelIn, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { personJson } from '../person/read-names.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { likePatterns } from '../search-words.ts';
import { freshTraffic, trafficWhere } from './count-traffic.ts';
import { coversSql } from './find-affected.ts';

const byKey = keyset('consumers', 'text');

/** Names in the traffic, one step of the index for each of them. */
const namedSql = `named AS (
  (SELECT consumer AS key FROM consumer_traffic ORDER BY consumer LIMIT 1)
  UNION ALL
  SELECT (SELECT t.consumer FROM consumer_traffic t WHERE t.consumer > n.key ORDER BY t.consumer LIMIT 1)
  FROM named n WHERE n.key IS NOT NULL)`;

interface Row extends Omit<ConsumerRow, 'lastAt'> {
  readonly last_at: Date | null;
}

/** SQL of "who answers for consumer `c` is the person, a service of theirs, or the person of this service". */
export const answeredBySql = (person: string): string =>
  `EXISTS (SELECT FROM person a WHERE a.id = c.answerer_id AND (a.id = ${person} OR a.responsible_id = ${person}
    OR a.id = (SELECT responsible_id FROM person WHERE id = ${person})))`;

/**
 * Who uses predictions: registered consumers, and names that predict without. Whoever holds the role of a consumer alone
 * sees those that they answer for. @throws Refusal FORBIDDEN, BAD_INPUT
 */
export async function listConsumers(ctx: Context, input: ConsumerFilter): Promise<PageOf<ConsumerRow>> {
  const limit = limitOf(input);
  refuseBrokenJson(input, '');
  const [after] = byKey.decode(input.after);
  const scope = await readScope(ctx);
  const modelId = input.model === undefined ? null : await modelIdIn(ctx, scope, input.model);
  const values: unknown[] = [scope.models, limit + 1];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const ofModels = (
    models: string,
  ) => `(EXISTS (SELECT FROM consumer_use u WHERE u.consumer_id = c.id AND u.ended_at IS NULL AND u.model_id = ANY (${models}::uuid[]))
    OR EXISTS (SELECT FROM ${trafficWhere(`consumer = k.key AND model_id = ANY (${models}::uuid[])`)} t))`;
  const conditions = [
    ...(after === null ? [] : [`k.key > ${bind(after)}`]),
    ...(scope.isConsumer ? [answeredBySql(bind(ctx.actor.id))] : scope.models ? [ofModels('$1')] : []),
    ...(modelId === null ? [] : [ofModels(bind([modelId]))]),
    ...(input.show ? [`c.id IS ${input.show === 'registered' ? 'NOT NULL' : 'NULL'}`] : []),
    ...likePatterns(input.search ?? '').map(
      (pattern) =>
        `k.key || ' ' || coalesce(c.name, '') || ' ' || coalesce(c.purpose, '') ILIKE ${bind(pattern)}`,
    ),
  ];
  const found = await ctx.pool.query<Row>(
    `WITH RECURSIVE ${namedSql}, ${freshTraffic},
       keys AS (SELECT key FROM consumer WHERE retired_at IS NULL UNION SELECT key FROM named WHERE key IS NOT NULL UNION SELECT consumer FROM fresh),
       page AS (
         SELECT k.key, c.id, coalesce(c.name, k.key) AS name, c.answerer_id,
           (SELECT min(u.declared_at) FROM consumer_use u WHERE u.consumer_id = c.id AND u.ended_at IS NULL) AS since
         FROM keys k
         LEFT JOIN consumer c ON c.key = k.key AND c.retired_at IS NULL
         ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY k.key LIMIT $2)
     SELECT page.key, page.name, ${personJson('p')} AS answerer, coalesce(t.calls, 0)::float8 AS calls, t.last_at,
       (SELECT count(*)::int FROM consumer_use u WHERE u.consumer_id = page.id AND u.ended_at IS NULL AND ($1::uuid[] IS NULL OR u.model_id = ANY ($1))) AS uses,
       ARRAY(SELECT key FROM model WHERE id = ANY (t.models) OR id IN
         (SELECT model_id FROM consumer_use u WHERE u.consumer_id = page.id AND u.ended_at IS NULL AND ($1 IS NULL OR u.model_id = ANY ($1))) ORDER BY key) AS models,
       EXISTS (SELECT FROM version v WHERE v.id = ANY (t.versions) AND NOT EXISTS
         (SELECT FROM consumer_use u WHERE u.consumer_id = page.id AND u.ended_at IS NULL AND ${coversSql})) AS undeclared
     FROM page LEFT JOIN person p ON p.id = page.answerer_id
     CROSS JOIN LATERAL (
       SELECT sum(calls) AS calls, max(last_at) AS last_at, array_agg(DISTINCT model_id) AS models, 
         array_agg(DISTINCT version_id) FILTER (WHERE page.since IS NULL OR s.last_at > page.since) AS versions
       FROM ${trafficWhere('consumer = page.key AND ($1::uuid[] IS NULL OR model_id = ANY ($1))')} s) t
     ORDER BY page.key`,
    values,
  );
  const { rows, next } = cutPage(found.rows, limit, byKey, ({ key }) => [key]);
  return {
    items: rows.map(({ last_at: lastAt, ...row }) => ({ ...row, lastAt: lastAt?.toISOString() ?? null })),
    next,
  };
}

/** @throws Refusal FORBIDDEN, also for a model that is not there */
async function modelIdIn(ctx: Context, scope: Scope, key: string): Promise<string> {
  const found = await ctx.pool.query<{ id: string }>('SELECT id FROM model WHERE key = $1', [key]);
  const id = found.rows[0]?.id ?? '00000000-0000-0000-0000-000000000000';
  requireModelIn(scope, id);
  return id;
}
