import type { Tx } from '../change.ts';
import type { Draft } from './draft.ts';

/**
 * Runs that say when they ended and not when they began: one that is here keeps its beginning, and a new one begins no later than it ends.
 */
export async function keepStarts(
  tx: Pick<Tx, 'query'>,
  modelId: string,
  runs: Draft['runs'],
): Promise<Draft['runs']> {
  const unsaid = runs.flatMap(({ runs: all }) =>
    all.filter(({ startedAt, endedAt }) => endedAt && !startedAt),
  );
  if (unsaid.length === 0) return runs;
  const { rows } = await tx.query<{ name: string; key: string }>(
    `SELECT x.name, r.key FROM run r JOIN experiment x ON x.id = r.experiment_id
     WHERE x.model_id = $1 AND x.name = ANY ($2::text[]) AND r.key = ANY ($3::text[])`,
    [modelId, runs.map(({ experiment }) => experiment), unsaid.map(({ run }) => run)],
  );
  const here = new Set(rows.map(({ name, key }) => JSON.stringify([name, key])));
  return runs.map(({ experiment, runs: all }) => ({
    experiment,
    runs: all.map((run) =>
      run.endedAt && !run.startedAt && !here.has(JSON.stringify([experiment, run.run]))
        ? { ...run, startedAt: run.endedAt }
        : run,
    ),
  }));
}
