import type { House } from '../context.ts';
import { writeOperational } from '../write-operational.ts';

/**
 * SQL of "a consumer used the answer", over `prediction p` and its run `r`: what ran in the shadow reached nobody, and a
 * constant that stands in for a blocked version is not that version's answer.
 */
export const reachedSql = `p.mode <> 'shadow' AND NOT (p.mode = 'fallback' AND r.artifact = '')`;

/**
 * SQL of the ids of predictions that the traffic does not count yet: those that wait to be sealed, and those of batches
 * that wait to be counted. With the traffic read in the same statement, each prediction is in exactly one of both.
 */
export const uncountedIdsSql = `SELECT unnest(g.members) FROM unsealed_group g WHERE g.kind = 'prediction'
  UNION ALL SELECT unnest(b.members) FROM uncounted_batch u JOIN sealed_batch b ON b.id = u.batch_id`;

/** What `freshTraffic` and the table have in common. */
const columns =
  'consumer, model_id, version_id, environment_id, origin, calls, errors, timed, latency_ms, latency_max_ms, first_at, last_at';

const groupedSql = `p.consumer, p.model_id, p.version_id, p.environment_id,
  CASE p.basis WHEN 'recorded' THEN 'invocation' ELSE 'recorded' END AS origin`;
const addedSql = `count(r.duration_ms) AS timed, coalesce(sum(r.duration_ms), 0) AS latency_ms, max(r.duration_ms) AS latency_max_ms,
  min(p.answered_at) AS first_at, max(p.answered_at) AS last_at`;

/** CTE of what is not counted yet, in the columns of the traffic. */
export const freshTraffic = `fresh AS MATERIALIZED (
  SELECT ${groupedSql}, count(*) AS calls, 0::bigint AS errors, ${addedSql}
  FROM prediction p JOIN scoring_run r ON r.id = p.run_id WHERE p.id IN (${uncountedIdsSql}) AND ${reachedSql} GROUP BY 1, 2, 3, 4, 5)`;

/** SQL of the whole traffic under a condition on its columns, after \`freshTraffic\`: several rows of one place. */
export const trafficWhere = (condition: string): string =>
  `(SELECT ${columns} FROM consumer_traffic WHERE ${condition} UNION ALL SELECT ${columns} FROM fresh WHERE ${condition})`;

/** Latency is the time in the runtime of the run that a prediction is a row of; a claim has none. */
const countSql = `
INSERT INTO consumer_traffic AS t (consumer, model_id, version_id, environment_id, origin, day, calls, timed, latency_ms, latency_max_ms, first_at, last_at)
SELECT ${groupedSql}, (p.answered_at AT TIME ZONE 'UTC')::date AS day, count(*), ${addedSql}
FROM (SELECT unnest(members) AS id FROM sealed_batch WHERE id = $1) m
JOIN prediction p ON p.id = m.id JOIN scoring_run r ON r.id = p.run_id
WHERE ${reachedSql}
GROUP BY p.consumer, p.model_id, p.version_id, p.environment_id, origin, day
ORDER BY p.version_id, p.consumer, p.environment_id, origin, day
ON CONFLICT (version_id, consumer, (coalesce(environment_id, '00000000-0000-0000-0000-000000000000'::uuid)), origin, day) DO UPDATE SET
  calls = t.calls + excluded.calls, timed = t.timed + excluded.timed, latency_ms = t.latency_ms + excluded.latency_ms,
  latency_max_ms = greatest(t.latency_max_ms, excluded.latency_max_ms),
  first_at = least(t.first_at, excluded.first_at), last_at = greatest(t.last_at, excluded.last_at)`;

/**
 * Counts what was sealed, a batch in each transaction: a batch leaves the queue with its counting, so a kill between any
 * two statements and a second process change nothing. Returns how many batches.
 */
export async function countTraffic(
  house: Pick<House, 'pool' | 'clock'>,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let counted = 0;
  while (!isStopping()) {
    const took = await writeOperational(house, async (tx) => {
      const taken = await tx.query<{ batch_id: string }>(
        `DELETE FROM uncounted_batch WHERE batch_id =
           (SELECT batch_id FROM uncounted_batch ORDER BY batch_id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING batch_id`,
      );
      const batch = taken.rows[0];
      if (batch) await tx.query(countSql, [batch.batch_id]);
      return batch !== undefined;
    });
    if (!took) return counted;
    counted += 1;
  }
  return counted;
}
