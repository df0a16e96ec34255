import { type LogRun, limits } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { logRunsIn, refuseUnclearRuns } from '../experiment/log-runs.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import type { Draft } from './draft.ts';
import { factsOf } from './draft.ts';
import { keepStarts } from './keep-starts.ts';

/** Logs all runs of a draft within one change, in calls of the size that logging takes. @throws Refusal as `logRuns` does */
export async function writeRunsOf(
  tx: Tx,
  ctx: Context,
  model: { readonly id: string; readonly key: string },
  runs: Draft['runs'],
): Promise<{
  readonly runs: number;
  readonly values: number;
  readonly changed: number;
  readonly events: LedgerEventInput[];
}> {
  const written = { runs: 0, values: 0, changed: 0, events: [] as LedgerEventInput[] };
  for (const { experiment, runs: all } of await keepStarts(tx, model.id, runs)) {
    for (const batch of batchesOf(all)) {
      const input = { model: model.key, experiment, runs: batch };
      refuseUnclearRuns(input);
      const { result, event } = await logRunsIn(tx, ctx, model.id, input);
      written.runs += result.added.runs;
      written.values += result.added.metrics;
      written.changed += result.changed;
      if (event) written.events.push(event);
      await writeLinks(tx, model.id, experiment, batch);
    }
  }
  return written;
}

/** What events of OpenLineage say that runs read and wrote stands in the graph of lineage, whether or not a version names the run. */
async function writeLinks(
  tx: Tx,
  modelId: string,
  experiment: string,
  batch: readonly LogRun[],
): Promise<void> {
  const keys = batch.filter(({ tags }) => tags?.['openlineage.producer'] !== undefined).map(({ run }) => run);
  if (keys.length === 0) return;
  await tx.query(
    `INSERT INTO run_link (run_id, side, data, node, model_id, name, source, at)
     SELECT l.run_id, l.side, l.data, l.node, l.model_id, l.name, l.source, $4 FROM lineage_links((SELECT coalesce(array_agg(u.id), '{}') FROM run u JOIN experiment x ON x.id = u.experiment_id
       WHERE x.model_id = $1 AND x.name = $2 AND u.key = ANY ($3::text[]))) l ON CONFLICT DO NOTHING`,
    [modelId, experiment, keys, tx.at],
  );
}

/** Runs in calls of at most so many runs and facts; the values of a long one come in several. */
export function* batchesOf(runs: readonly LogRun[]): Generator<LogRun[]> {
  let batch: LogRun[] = [];
  let facts = 0;
  for (const run of runs.flatMap((one) => [...piecesOf(one)])) {
    const more = factsOf(run);
    const isFull = batch.length === limits.runsLogged || facts + more > limits.runFacts;
    if (batch.length > 0 && (isFull || batch.some((one) => one.run === run.run))) {
      yield batch;
      batch = [];
      facts = 0;
    }
    batch.push(run);
    facts += more;
  }
  if (batch.length > 0) yield batch;
}

function* piecesOf(run: LogRun): Generator<LogRun> {
  if (factsOf(run) <= limits.runFacts) {
    yield run;
    return;
  }
  const { metrics = [], ...rest } = run;
  yield rest;
  for (let from = 0; from < metrics.length; from += limits.runFacts)
    yield { run: run.run, metrics: metrics.slice(from, from + limits.runFacts) };
}
