import type { Completeness, NumberedDeployment } from '@countersign/contracts';
import { type AuditWindow, windowsSql } from '../authority/audit-window.ts';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';

/** Missing numbers that are named. */
const named = 100;

export interface Counting {
  readonly modelId: string;
  /** Deployments of these versions, and what was recorded of them elsewhere; null: all of the model's. */
  readonly versionIds: readonly string[] | null;
  /** Of the time of the answer: `from` is in it, `to` is not. */
  readonly from: Date | null;
  readonly to: Date | null;
  /** What an auditor may see; null: everything. */
  readonly windows: readonly AuditWindow[] | null;
}

/**
 * Counts what was recorded of a model, and holds each deployment's numbers against what it gave: the numbers of the
 * period, up to the neighbours before and after it. One statement, so that what is recorded meanwhile is no gap.
 */
export async function countPredictions(
  { pool }: Pick<Context, 'pool'>,
  { modelId, versionIds, from, to, windows }: Counting,
): Promise<Pick<Completeness, 'deployments' | 'totals'>> {
  const values: unknown[] = [modelId, from, to, versionIds];
  const open = windowsSql(
    windows,
    { model: 'p.model_id', at: 'p.recorded_at' },
    (value) => `$${values.push(value)}`,
  );
  const db = preparing(pool);
  const { rows } = await db.query<CountedRow>(countedSql(open), values);
  const deployments: NumberedDeployment[] = [];
  const totals = { answered: 0, elsewhere: 0, unnumbered: 0, missing: 0, twice: 0 };
  for (const row of rows) {
    if (row.deployment_id === null) {
      totals.elsewhere += Number(row.claimed);
      totals.unnumbered += Number(row.predictions) - Number(row.claimed);
      continue;
    }
    const deployment = await toDeployment(db, row, row.deployment_id);
    if (deployment.predictions === 0 && deployment.missing.count === 0) continue;
    deployments.push(deployment);
    totals.answered += deployment.predictions;
    totals.missing += deployment.missing.count;
    totals.twice += deployment.twice;
  }
  const all = totals.answered + totals.elsewhere + totals.unnumbered;
  const shareElsewhere = all === 0 ? null : (totals.elsewhere / all).toFixed(4);
  return { deployments, totals: { ...totals, shareElsewhere } };
}

interface CountedRow {
  readonly deployment_id: string | null;
  readonly version: string;
  readonly environment: string;
  readonly role: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly predictions: string;
  readonly claimed: string;
  readonly by_fallback: string;
  readonly first: string | null;
  readonly last: string | null;
  /** Numbers that have to be there: from after the one before the period to before the one after it. */
  readonly lowest: string;
  readonly highest: string;
  readonly rows: string;
  readonly different: string;
  readonly numbered: string;
}

const countedSql = (open: string) => `
WITH period AS MATERIALIZED (
  SELECT p.deployment_id, count(*) AS predictions, count(*) FILTER (WHERE p.basis = 'claimed') AS claimed,
    count(*) FILTER (WHERE p.mode = 'fallback') AS by_fallback, min(p.number) AS first, max(p.number) AS last
  FROM prediction p
  WHERE p.model_id = $1 AND ($2::timestamptz IS NULL OR p.answered_at >= $2) AND ($3::timestamptz IS NULL OR p.answered_at < $3)
    AND ($4::uuid[] IS NULL OR p.deployment_id IS NOT NULL OR p.version_id = ANY ($4)) AND ${open}
  GROUP BY p.deployment_id
), numbered AS (
  SELECT d.id, v.label AS version, e.key AS environment, d.role, d.started_at, d.ended_at, c.numbered, w.predictions, w.by_fallback, w.first, w.last,
    coalesce((SELECT max(n.number) FROM prediction n WHERE n.deployment_id = d.id AND n.number < w.first), 0) + 1 AS lowest,
    coalesce((SELECT min(n.number) FROM prediction n WHERE n.deployment_id = d.id AND n.number > w.last) - 1, c.numbered) AS highest
  FROM deployment d JOIN deployment_count c ON c.deployment_id = d.id JOIN version v ON v.id = d.version_id JOIN environment e ON e.id = d.environment_id
  LEFT JOIN period w ON w.deployment_id = d.id
  WHERE d.model_id = $1 AND c.numbered > 0 AND ($4::uuid[] IS NULL OR d.version_id = ANY ($4))
    AND (w.deployment_id IS NOT NULL OR NOT EXISTS (SELECT FROM prediction n WHERE n.deployment_id = d.id AND n.number > 0))
)
SELECT n.id AS deployment_id, n.version, n.environment, n.role, n.started_at, n.ended_at, coalesce(n.predictions, 0) AS predictions, 0 AS claimed,
  coalesce(n.by_fallback, 0) AS by_fallback, n.first, n.last, n.lowest, n.highest, f.rows, f.different, n.numbered
FROM numbered n CROSS JOIN LATERAL (
  SELECT count(*) AS rows, count(DISTINCT p.number) AS different FROM prediction p
  WHERE p.deployment_id = n.id AND p.number BETWEEN n.lowest AND n.highest
) f
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, w.predictions, w.claimed, 0, NULL, NULL, 0, 0, 0, 0, 0 FROM period w WHERE w.deployment_id IS NULL
ORDER BY started_at, deployment_id`;

async function toDeployment(
  db: ReturnType<typeof preparing>,
  row: CountedRow,
  deploymentId: string,
): Promise<NumberedDeployment> {
  const [lowest, highest, rows, different] = [row.lowest, row.highest, row.rows, row.different].map(
    Number,
  ) as [number, number, number, number];
  const count = Math.max(0, highest - lowest + 1 - different);
  const { rows: gaps } =
    count === 0
      ? { rows: [] }
      : await db.query<{ number: string }>(
          `SELECT s.number FROM generate_series($2::bigint, $3::bigint) AS s (number)
           WHERE NOT EXISTS (SELECT FROM prediction p WHERE p.deployment_id = $1 AND p.number = s.number) ORDER BY s.number LIMIT ${named}`,
          [deploymentId, lowest, highest],
        );
  return {
    deploymentId,
    version: row.version,
    environment: row.environment,
    role: row.role,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    predictions: Number(row.predictions),
    byFallback: Number(row.by_fallback),
    first: row.first === null ? null : Number(row.first),
    last: row.last === null ? null : Number(row.last),
    missing: { count, numbers: gaps.map(({ number }) => Number(number)) },
    twice: rows - different,
    numbered: Number(row.numbered),
  };
}
