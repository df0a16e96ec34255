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
    }
  }
  return written;
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
