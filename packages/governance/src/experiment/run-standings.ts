import type { Tx } from '../tx.ts';

/** How a run stands among the runs of its experiment by one figure. */
export interface RunStanding {
  readonly own: number;
  /** Runs on the same data that have the figure, itself among them, and runs without the figure. */
  readonly compared: number;
  readonly without: number;
  /** Of those compared: how many are better and equal, and the best of the better. */
  readonly better: number;
  readonly equal: number;
  readonly best: { readonly run: string; readonly value: number } | null;
  /** The best of the better ones that were logged with other data sets. */
  readonly elsewhere: { readonly run: string; readonly value: number } | null;
}

/** By `highest roc_auc`; those alone that the run has a figure for. */
export type RunStandings = ReadonlyMap<string, RunStanding>;

interface Asked {
  readonly metric: string;
  readonly by: 'highest' | 'lowest';
}

/** The digests that runs of an experiment were logged with, sorted: runs are compared where they are the same. */
const dataSql = `SELECT d.run_id, array_agg(DISTINCT d.context || ' ' || d.digest ORDER BY d.context || ' ' || d.digest) AS digests
  FROM run_dataset d JOIN run r ON r.id = d.run_id WHERE r.experiment_id = $1 AND d.digest <> '' GROUP BY d.run_id`;

/** How a run stands by each figure asked for. NaN is no figure. @returns null where there is no such run */
export async function runStandings(
  db: Pick<Tx, 'query'>,
  {
    modelId,
    experiment,
    run,
  }: { readonly modelId: string; readonly experiment: string; readonly run: string },
  asked: readonly Asked[],
): Promise<RunStandings | null> {
  const found = await db.query<{ id: string; experiment_id: string; runs: number }>(
    `SELECT r.id, e.id AS experiment_id, e.runs FROM experiment e JOIN run r ON r.experiment_id = e.id
     WHERE e.model_id = $1 AND e.name = $2 AND r.key = $3`,
    [modelId, experiment, run],
  );
  const own = found.rows[0];
  if (!own) return null;
  const standings = new Map<string, RunStanding>();
  for (const { metric, by } of asked) {
    const { rows } = await db.query<RunStanding & { figures: number }>(
      `WITH data AS (${dataSql}),
       own AS (SELECT m.value, d.digests FROM run_metric m LEFT JOIN data d ON d.run_id = m.run_id
         WHERE m.run_id = $2 AND m.key = $3 AND m.value <> 'NaN'),
       figure AS (
         SELECT r.key AS run, r.id AS run_id, m.value, d.digests IS NOT DISTINCT FROM own.digests AS same,
           m.value ${by === 'highest' ? '>' : '<'} own.value AS better, own.value AS own
         FROM own, run_metric m JOIN run r ON r.id = m.run_id LEFT JOIN data d ON d.run_id = m.run_id
         WHERE m.experiment_id = $1 AND m.key = $3 AND m.value <> 'NaN'
       ),
       best AS (SELECT DISTINCT ON (same) same, json_build_object('run', run, 'value', value) AS it FROM figure WHERE better
         ORDER BY same, value ${by === 'highest' ? 'DESC' : 'ASC'}, run)
       SELECT min(own) AS own, count(*)::int AS figures, (count(*) FILTER (WHERE same))::int AS compared,
         (count(*) FILTER (WHERE same AND better))::int AS better,
         (count(*) FILTER (WHERE same AND value = own AND run_id <> $2))::int AS equal,
         (SELECT it FROM best WHERE same) AS best, (SELECT it FROM best WHERE NOT same) AS elsewhere
       FROM figure HAVING count(*) > 0`,
      [own.experiment_id, own.id, metric],
    );
    const row = rows[0];
    if (!row) continue;
    const { figures, ...standing } = row;
    standings.set(`${by} ${metric}`, { ...standing, without: own.runs - figures });
  }
  return standings;
}
