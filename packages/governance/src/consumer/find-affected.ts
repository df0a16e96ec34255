import type { Tx } from '../tx.ts';
import { reachedSql, uncountedIdsSql } from './count-traffic.ts';

/** A consumer that is touched by what happens to a version. */
export interface Affected {
  /** The name that it predicts under. */
  readonly key: string;
  /** Null where nobody registered it. */
  readonly consumerId: string | null;
  /** What people call it; its key where nobody registered it. */
  readonly name: string;
  /** Addresses that are to be told; none where nobody registered it. */
  readonly contacts: readonly string[];
  /** Within so long it uses what it declared at least once; null where one of those uses does not say. */
  readonly cadenceMinutes: number | null;
  /** Answers of these versions that it got. */
  readonly calls: number;
  readonly lastAt: Date | null;
  /** `declared`: one of its declared uses covers one of the versions. */
  readonly use: 'declared' | 'discovered';
}

/**
 * SQL of "the use covers the version", over `consumer_use u` and `version v`. A use of an environment covers what serves
 * there, and what served there since it was declared.
 */
export const coversSql = `u.model_id = v.model_id AND CASE WHEN u.environment_id IS NULL
    THEN v.number >= coalesce(u.from_number, 0) AND v.number <= coalesce(u.to_number, 2147483647)
    ELSE EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.environment_id = u.environment_id
      AND d.role <> 'shadow' AND (d.ended_at IS NULL OR d.ended_at > u.declared_at)) END`;

const sql = `
WITH called AS (
  SELECT consumer, sum(calls) AS calls, max(last_at) AS last_at FROM (
    SELECT consumer, calls, last_at FROM consumer_traffic
    WHERE version_id = ANY ($1::uuid[]) AND ($4::uuid IS NULL OR environment_id IS NULL OR environment_id = $4)
    UNION ALL
    SELECT p.consumer, 1, p.answered_at FROM prediction p JOIN scoring_run r ON r.id = p.run_id
    WHERE p.id IN (${uncountedIdsSql}) AND p.version_id = ANY ($1) AND ${reachedSql}
      AND ($4::uuid IS NULL OR p.environment_id IS NULL OR p.environment_id = $4)
  ) c GROUP BY consumer
), declared AS (
  SELECT c.key, c.id, CASE WHEN count(*) = count(u.cadence_minutes) THEN max(u.cadence_minutes) END AS cadence
  FROM consumer c JOIN consumer_use u ON u.consumer_id = c.id AND u.ended_at IS NULL
  WHERE c.retired_at IS NULL AND ($4::uuid IS NULL OR u.environment_id IS NULL OR u.environment_id = $4) AND EXISTS (SELECT FROM version v WHERE v.id = ANY ($1) AND ${coversSql})
  GROUP BY c.key, c.id
)
SELECT a.key, c.id AS "consumerId", coalesce(c.name, a.key) AS name, coalesce(c.contacts, '{}') AS contacts,
  a.cadence AS "cadenceMinutes", coalesce(a.calls, 0)::float8 AS calls, a.last_at AS "lastAt",
  CASE WHEN a.declared THEN 'declared' ELSE 'discovered' END AS use
FROM (
  SELECT key, called.calls, called.last_at, declared.cadence, declared.id IS NOT NULL AS declared
  FROM (SELECT consumer AS key, calls, last_at FROM called) called FULL JOIN declared USING (key)
) a LEFT JOIN consumer c ON c.key = a.key AND c.retired_at IS NULL
WHERE $2::text IS NULL OR a.key > $2
ORDER BY a.key LIMIT $3`;

/**
 * Consumers of whom a declared use covers one of the versions, and whoever got an answer of one of them, a moment ago
 * included: one row for each name, by name; `page`: those after a name, so many of them. With an environment those of
 * whom nothing says that it was in another one.
 */
export async function findAffected(
  db: Pick<Tx, 'query'>,
  versionIds: readonly string[],
  page: { readonly after: string | null; readonly limit: number | null } = { after: null, limit: null },
  environmentId: string | null = null,
): Promise<readonly Affected[]> {
  const { rows } = await db.query<Affected & Record<string, unknown>>(sql, [
    versionIds,
    page.after,
    page.limit,
    environmentId,
  ]);
  return rows;
}
