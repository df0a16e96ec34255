import { type LogRun, limits, Refusal } from '@countersign/contracts';
import type { Tx } from '../tx.ts';

/** Notes what the runs of an experiment have, for columns and completion. @throws Refusal TOO_LARGE */
export async function keepKeys(tx: Tx, experimentId: string, runs: readonly LogRun[]): Promise<void> {
  const keys = {
    metric: new Set(runs.flatMap(({ metrics = [] }) => metrics.map(({ name }) => name))),
    param: new Set(runs.flatMap(({ parameters = {} }) => Object.keys(parameters))),
    tag: new Set(runs.flatMap(({ tags = {} }) => Object.keys(tags))),
  };
  const pairs = Object.entries(keys).flatMap(([kind, names]) => [...names].map((key) => ({ kind, key })));
  if (pairs.length === 0) return;
  const added = await tx.query(
    `INSERT INTO experiment_key (experiment_id, kind, key) SELECT $1, n.kind, n.key FROM unnest($2::text[], $3::text[]) AS n (kind, key) ON CONFLICT DO NOTHING`,
    [experimentId, pairs.map(({ kind }) => kind), pairs.map(({ key }) => key)],
  );
  if (!added.rowCount) return;
  const { rows } = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM experiment_key WHERE experiment_id = $1',
    [experimentId],
  );
  if (rows[0]!.count > limits.experimentKeys)
    throw new Refusal(
      'TOO_LARGE',
      `The runs of one experiment have at most ${limits.experimentKeys} different parameters, metrics and tags.`,
      { most: limits.experimentKeys },
    );
}
