import { limits, Refusal } from '@countersign/contracts';
import { parseInstant } from '../parse-instant.ts';
import type { Tx } from '../tx.ts';
import type { WrittenRun } from './write-runs.ts';

/**
 * Values of metrics, each once by step, time and value; the latest of a metric is the one of the highest step, then of the latest
 * time, then the largest. @returns for each that was written the run's id @throws Refusal BAD_INPUT, TOO_LARGE
 */
export async function writeMetrics(
  tx: Tx,
  experimentId: string,
  runs: readonly WrittenRun[],
): Promise<string[]> {
  const points = runs.flatMap(({ id, startedAt, logged }, run) =>
    (logged.metrics ?? []).map(({ name, value, step = 0, at }, index) => ({
      id,
      name,
      step,
      at: at === undefined ? startedAt : parseInstant(at, `runs.${run}.metrics.${index}.at`),
      // Minus zero is zero: nobody means another value by it.
      value: Number(value) + 0,
    })),
  );
  if (points.length === 0) return [];
  const { rows } = await tx.query<{ run_id: string }>(
    `WITH written AS (
       INSERT INTO run_metric_point (run_id, key, step, at, value)
       SELECT * FROM unnest($2::uuid[], $3::text[], $4::bigint[], $5::timestamptz[], $6::float8[])
       ON CONFLICT DO NOTHING RETURNING *
     ), latest AS (
       INSERT INTO run_metric (run_id, key, experiment_id, value, step, at)
       SELECT DISTINCT ON (run_id, key) run_id, key, $1::uuid, value, step, at FROM written ORDER BY run_id, key, step DESC, at DESC, value DESC
       ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value, step = excluded.step, at = excluded.at
         WHERE (excluded.step, excluded.at, excluded.value) > (run_metric.step, run_metric.at, run_metric.value)
     ), counted AS (
       UPDATE run SET points = points + n.count FROM (SELECT run_id, count(*)::int AS count FROM written GROUP BY run_id) n WHERE run.id = n.run_id
     )
     SELECT run_id FROM written`,
    [
      experimentId,
      points.map(({ id }) => id),
      points.map(({ name }) => name),
      points.map(({ step }) => step),
      points.map(({ at }) => at),
      points.map(({ value }) => value),
    ],
  );
  const ids = [...new Set(rows.map(({ run_id: id }) => id))];
  const over = await tx.query<{ key: string; points: number }>(
    `SELECT r.key, r.points FROM run r WHERE r.id = ANY ($1::uuid[])
       AND (r.points > $2 OR (SELECT count(*) FROM run_metric m WHERE m.run_id = r.id) > $3) LIMIT 1`,
    [ids, limits.runPoints, limits.runMetrics],
  );
  const first = over.rows[0];
  if (first)
    throw new Refusal(
      'TOO_LARGE',
      first.points > limits.runPoints
        ? `The run ${first.key} would have more than ${limits.runPoints} logged values.`
        : `The run ${first.key} would have more than ${limits.runMetrics} metrics.`,
      { run: first.key, most: first.points > limits.runPoints ? limits.runPoints : limits.runMetrics },
    );
  return rows.map(({ run_id: id }) => id);
}
