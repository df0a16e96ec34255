import type { ConsumerCompatibility, PageOf, VersionConsumerFilter } from '@countersign/contracts';
import type { Decision, Schema } from '@countersign/scoring';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import { freshTraffic, trafficWhere } from '../consumer/count-traffic.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { compareSchemas } from './compare-schema.ts';

const byKey = keyset('compatibility', 'text');

/**
 * Consumers of a model with the version that each uses now: the one that it called last; else the champion of the
 * environment of a use, or the last version of its range.
 */
const usersSql = `WITH ${freshTraffic}, called AS (
  SELECT DISTINCT ON (consumer) consumer AS key, version_id, last_at FROM ${trafficWhere('model_id = $1')} t ORDER BY consumer, last_at DESC, version_id
), declared AS (
  SELECT DISTINCT ON (c.key) c.key, v.id AS version_id FROM consumer c JOIN consumer_use u ON u.consumer_id = c.id AND u.ended_at IS NULL
  JOIN version v ON v.model_id = u.model_id AND CASE WHEN u.environment_id IS NULL
    THEN v.number >= coalesce(u.from_number, 0) AND v.number <= coalesce(u.to_number, 2147483647) AND v.stage = 'deployed'
    ELSE EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.environment_id = u.environment_id AND d.role = 'champion' AND d.ended_at IS NULL) END
  WHERE u.model_id = $1 AND c.retired_at IS NULL ORDER BY c.key, v.number DESC
)
SELECT a.key, coalesce(c.name, a.key) AS name, c.id IS NOT NULL AS registered, v.id AS version_id, v.label AS "from", v.schema, v.rules, a.last_at
FROM (
  SELECT key, coalesce(called.version_id, declared.version_id) AS version_id, called.last_at FROM called FULL JOIN declared USING (key)
) a JOIN version v ON v.id = a.version_id LEFT JOIN consumer c ON c.key = a.key AND c.retired_at IS NULL
WHERE v.id <> $2 AND ($3::text IS NULL OR a.key > $3) ORDER BY a.key LIMIT $4`;

interface Row extends Pick<ConsumerCompatibility, 'key' | 'name' | 'registered' | 'from'> {
  readonly version_id: string;
  readonly schema: Schema | null;
  readonly rules: { readonly decision?: Decision | null };
  readonly last_at: Date | null;
}

/**
 * What going to this version would break for each consumer of the model that uses another one now.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readCompatibility(
  ctx: Context,
  input: VersionConsumerFilter,
): Promise<PageOf<ConsumerCompatibility>> {
  const limit = limitOf(input);
  const [after] = byKey.decode(input.after);
  const scope = await requireInsight(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const [target, found] = await Promise.all([
    ctx.pool.query<Pick<Row, 'schema' | 'rules'>>('SELECT schema, rules FROM version WHERE id = $1', [
      row.id,
    ]),
    ctx.pool.query<Row>(usersSql, [row.model_id, row.id, after ?? null, limit + 1]),
  ]);
  const to = target.rows[0]!;
  const { rows, next } = cutPage(found.rows, limit, byKey, ({ key }) => [key]);
  const compared = new Map<string, ReturnType<typeof compareSchemas>>();
  const compare = (from: Row) => {
    const known = compared.get(from.version_id);
    if (known) return known;
    const made = compareSchemas(from.schema, to.schema, {
      before: from.rules.decision ?? null,
      after: to.rules.decision ?? null,
    });
    compared.set(from.version_id, made);
    return made;
  };
  return {
    items: rows.map((one) => {
      const { verdict, changes } = compare(one);
      return {
        key: one.key,
        name: one.name,
        registered: one.registered,
        from: one.from,
        lastAt: one.last_at?.toISOString() ?? null,
        verdict,
        breaks: changes.filter(({ breaks }) => breaks !== null),
      };
    }),
    next,
  };
}
