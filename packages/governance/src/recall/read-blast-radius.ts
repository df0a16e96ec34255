import type { BlastRadius, Fallback, VersionAddress } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { predictionsOfVersion } from '../predictions-of.ts';

/** Callers are those of the last 10,000 predictions, so that the form opens at once however much was answered. */
const recentPredictions = 10_000;

const answered = predictionsOfVersion('p', { is: '$1::uuid' });

/** What marking a version would touch: where it serves and what answers instead, and who called it. */
export async function readBlastRadius(ctx: Context, input: VersionAddress): Promise<BlastRadius> {
  const scope = await readScope(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const [serving, callers, counted] = await Promise.all([
    ctx.pool.query<{ environment: string; role: string }>(
      `SELECT e.key AS environment, d.role FROM deployment d JOIN environment e ON e.id = d.environment_id
       WHERE d.version_id = $1 AND d.state = 'serving' ORDER BY e.production DESC, e.key`,
      [row.id],
    ),
    ctx.pool.query<{ consumer: string; predictions: number; last_at: Date }>(
      `SELECT consumer, count(*)::int AS predictions, max(answered_at) AS last_at
       FROM (SELECT p.consumer, p.answered_at FROM prediction p WHERE ${answered} ORDER BY p.version_id DESC, p.id DESC LIMIT $2) recent
       GROUP BY consumer ORDER BY predictions DESC, consumer LIMIT 100`,
      [row.id, recentPredictions],
    ),
    ctx.pool.query<{ counted: number; references: number }>(
      `SELECT ${countUpTo(`prediction p WHERE ${answered}`)} AS counted,
         ${countUpTo(`prediction p WHERE ${answered} AND p.kept = 'reference'`)} AS "references"`,
      [row.id],
    ),
  ]);
  return {
    serving: serving.rows.map(({ environment, role }) => ({
      environment,
      role,
      fallback: role === 'shadow' ? null : fallbackText(row.fallback as Fallback | null),
    })),
    callers: callers.rows.map(({ consumer, predictions, last_at }) => ({
      consumer,
      predictions,
      lastAt: last_at.toISOString(),
    })),
    predictions: boundedCount(counted.rows[0]!.counted),
    references: boundedCount(counted.rows[0]!.references),
  };
}

function fallbackText(fallback: Fallback | null): string | null {
  if (fallback === null) return null;
  return fallback.kind === 'version'
    ? `version ${fallback.label}`
    : `constant ${JSON.stringify(fallback.outputs)}`;
}
