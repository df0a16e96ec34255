import { type LoggedRuns, type LogRuns, limits, Refusal } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { uuidv7 } from 'uuidv7';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { keepKeys } from './keep-keys.ts';
import { writeFiles } from './write-files.ts';
import { writeMetrics } from './write-metrics.ts';
import { type WrittenRun, writeRuns } from './write-runs.ts';
import { writeTexts } from './write-texts.ts';

/** Ends a change that has nothing to do: all of it was logged already. */
class NothingNew extends Error {}

const nothing = { runs: 0, parameters: 0, metrics: 0 };

/**
 * Logs runs, or more of runs that are there, in one piece: all of it or nothing. The experiment is made with its first run.
 * What was logged already is passed over, so that a call can be sent again; a parameter, a dataset or an artifact never changes, and
 * a run that has ended and that a version names takes nothing more. One entry says how much, with a digest over what was sent.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, TOO_LARGE, CONFLICT
 */
export async function logRuns(ctx: Context, input: LogRuns): Promise<LoggedRuns> {
  requireScope(ctx.actor, 'register');
  refuseUnclearRuns(input);
  const found = await ctx.pool.query<{ id: string }>('SELECT id FROM model WHERE key = $1', [input.model]);
  const modelId = found.rows[0]?.id;
  if (!modelId) throw new Refusal('NOT_FOUND', `There is no model ${input.model}.`, { model: input.model });
  try {
    const { result, receipt } = await change(
      ctx,
      async (tx) => {
        const { result, event } = await logRunsIn(tx, ctx, modelId, input);
        if (!event) throw new NothingNew();
        return { result, events: [event] as const };
      },
      { attempt: { command: 'log-runs', subject: { kind: 'model', id: modelId }, modelId } },
    );
    return { ...result, receipt };
  } catch (error) {
    if (!(error instanceof NothingNew)) throw error;
    return { experiment: input.experiment, added: nothing, changed: 0, receipt: null };
  }
}

/** @throws Refusal BAD_INPUT, TOO_LARGE */
export function refuseUnclearRuns({ runs, experiment }: LogRuns): void {
  refuseBrokenJson({ runs, experiment }, '');
  const seen = new Set<string>();
  let facts = 0;
  for (const [index, one] of runs.entries()) {
    if (seen.has(one.run))
      throw new Refusal('BAD_INPUT', `The run ${one.run} is named twice.`, { field: `runs.${index}.run` });
    seen.add(one.run);
    for (const list of [one.parameters, one.tags]) facts += Object.keys(list ?? {}).length;
    for (const list of [one.metrics, one.datasets, one.artifacts]) facts += list?.length ?? 0;
  }
  if (facts > limits.runFacts)
    throw new Refusal(
      'TOO_LARGE',
      `One call logs at most ${limits.runFacts} parameters, values, tags, datasets and artifacts; this one has ${facts}.`,
      { field: 'runs', facts, most: limits.runFacts },
    );
}

/** The same within a change of somebody else's; no event where nothing is new. @throws Refusal as `logRuns` does */
export async function logRunsIn(
  tx: Tx,
  ctx: Context,
  modelId: string,
  input: LogRuns,
): Promise<{ readonly result: Omit<LoggedRuns, 'receipt'>; readonly event: LedgerEventInput | null }> {
  await requireRole(tx, ctx.actor, modelId, ['developer']);
  if (ctx.actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'People and services log runs.');
  const experimentId = await holdExperiment(tx, modelId, input);
  const runs = await writeRuns(tx, { experimentId, personId: ctx.actor.id, runs: input.runs });
  const [parameters, tags] = await writeTexts(tx, experimentId, runs);
  const metrics = await writeMetrics(tx, experimentId, runs);
  const files = await writeFiles(tx, runs);
  await keepKeys(tx, experimentId, input.runs);
  const made = runs.filter(({ isNew }) => isNew).length;
  const touched = new Set([...parameters, ...tags, ...metrics, ...files]);
  for (const { id, isNew, isChanged } of runs) if (isNew || isChanged) touched.add(id);
  if (touched.size === 0)
    return { result: { experiment: input.experiment, added: nothing, changed: 0 }, event: null };
  await refuseSettled(
    tx,
    { modelId, experiment: input.experiment },
    runs.filter(({ id }) => touched.has(id)),
  );
  await tx.query('UPDATE run SET last_at = $2 WHERE id = ANY ($1::uuid[]) AND last_at < $2', [
    [...touched],
    tx.at,
  ]);
  await tx.query('UPDATE experiment SET runs = runs + $2, last_at = greatest(last_at, $3) WHERE id = $1', [
    experimentId,
    made,
    tx.at,
  ]);
  const added = { runs: made, parameters: parameters.length, metrics: metrics.length };
  return {
    result: { experiment: input.experiment, added, changed: touched.size - made },
    event: {
      event: 'model.runs-logged',
      subject: { kind: 'model', id: modelId },
      modelId,
      data: {
        experiment: experimentId,
        runs: touched.size,
        made,
        parameters: parameters.length,
        metrics: metrics.length,
        digest: sha256Hex(canonicalJson(plain(input.runs))),
      },
      records: { experiment: input.experiment },
    },
  };
}

const plain = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

/** The experiment of that name, made where there is none, and held: two calls log into it one after the other. */
async function holdExperiment(tx: Tx, modelId: string, { experiment, model }: LogRuns): Promise<string> {
  const held = await tx.query<{ retired_at: Date | null }>(
    'SELECT retired_at FROM model WHERE id = $1 FOR SHARE',
    [modelId],
  );
  if (held.rows[0]?.retired_at) throw new Refusal('CONFLICT', `${model} is retired.`);
  const made = await tx.query(
    `INSERT INTO experiment (id, model_id, name, at, last_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT (model_id, name) DO NOTHING`,
    [uuidv7(), modelId, experiment, tx.at],
  );
  if (made.rowCount) {
    const { rows } = await tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM experiment WHERE model_id = $1',
      [modelId],
    );
    if (rows[0]!.count > limits.experiments)
      throw new Refusal('TOO_LARGE', `A model has at most ${limits.experiments} experiments.`, {
        most: limits.experiments,
      });
  }
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM experiment WHERE model_id = $1 AND name = $2 FOR UPDATE',
    [modelId, experiment],
  );
  return rows[0]!.id;
}

/** Claims and versions rest on what a run said when it had ended. @throws Refusal CONFLICT */
async function refuseSettled(
  tx: Tx,
  { modelId, experiment }: { readonly modelId: string; readonly experiment: string },
  touched: readonly WrittenRun[],
): Promise<void> {
  const ended = touched.filter(({ wasEnded }) => wasEnded).map(({ logged }) => logged.run);
  if (ended.length === 0) return;
  const { rows } = await tx.query<{ run_key: string; label: string }>(
    `SELECT run_key, label FROM version WHERE model_id = $1 AND run_experiment = $2 AND run_key = ANY ($3::text[]) ORDER BY number LIMIT 1`,
    [modelId, experiment, ended],
  );
  if (rows[0])
    throw new Refusal(
      'CONFLICT',
      `The run ${rows[0].run_key} has ended, and version ${rows[0].label} names it: it takes nothing more.`,
      { run: rows[0].run_key, version: rows[0].label },
    );
}
