import { createHash } from 'node:crypto';
import { Refusal, type ReplayResult } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { predictionReaders, requirePredictionReader } from '../authority/prediction-reader.ts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context, House } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { type Executable, findingOf, prepareReplay } from './execute-again.ts';
import { type Executed, executeRuns } from './execute-runs.ts';
import { type Finding, judgeReplay } from './judge-replay.ts';
import {
  openRecorded,
  type RecordedColumns,
  type RecordedPrediction,
  recordedSqlWithoutSchema,
} from './recorded-prediction.ts';
import { refuseRemoved } from './removal-lock.ts';
import { insertReplays, type ReplayInsert } from './replay-row.ts';

export interface ReplayedMany {
  readonly replayed: number;
  readonly verdicts: Readonly<Record<ReplayResult['verdict'], number>>;
  /** The first predictions that did not come out identical, with what was found. */
  readonly notIdentical: readonly {
    readonly predictionId: string;
    readonly verdict: ReplayResult['verdict'];
    readonly code: string | null;
  }[];
}

/** Predictions per transaction and journey to the runtime. */
const batchSize = 1_000;
const maxListed = 100;

/**
 * Reproduces many predictions of one version, oldest first, each as if it were alone: runs are executed with their own
 * batch. Every replay is a row; a batch of them is one entry with a digest over their verdicts.
 * @throws Refusal NOT_FOUND or FORBIDDEN
 */
export async function replayMany(
  ctx: Context,
  input: { readonly versionId: string; readonly limit?: number },
): Promise<ReplayedMany> {
  requireScope(ctx.actor, 'predict');
  const version = await findVersion(ctx, input.versionId);
  const scope = await requirePredictionReader(ctx, version.modelId);
  if (scope && scope.windows !== null)
    throw new Refusal(
      'FORBIDDEN',
      'All predictions of a version are replayed by whoever may read all of them.',
    );
  const verdicts = { identical: 0, 'within-tolerance': 0, differs: 0, 'not-replayable': 0 };
  const notIdentical: { predictionId: string; verdict: ReplayResult['verdict']; code: string | null }[] = [];
  let left = input.limit ?? Number.POSITIVE_INFINITY;
  let replayed = 0;
  const read = (after: string | null) => readBatch(ctx, version, after, Math.min(left, batchSize));
  let writing: Promise<unknown> = Promise.resolve();
  const settle = async ({ batch, findings }: Ahead) => {
    const found = await findings;
    for (const [index, { verdict, code }] of found.entries()) {
      verdicts[verdict] += 1;
      if (verdict !== 'identical' && notIdentical.length < maxListed)
        notIdentical.push({ predictionId: batch[index]!.id, verdict, code });
    }
    await writing;
    writing = unheard(recordBatch(ctx, version, batch, found));
  };
  // Four things at a time: one batch is read, one prepared, one executed and one written.
  let reading = unheard(read(null));
  let ahead: Ahead | null = null;
  for (;;) {
    const batch = await reading;
    left -= batch.length;
    replayed += batch.length;
    reading = left > 0 && batch.length > 0 ? unheard(read(batch.at(-1)!.id)) : Promise.resolve([]);
    const next: Ahead | null =
      batch.length > 0 ? { batch, findings: unheard(executeBatch(ctx, batch)) } : null;
    if (ahead) await settle(ahead);
    ahead = next;
    if (!ahead) break;
  }
  await writing;
  return { replayed, verdicts, notIdentical };
}

/** A batch on its way through the runtime. */
interface Ahead {
  readonly batch: readonly RecordedPrediction[];
  readonly findings: Promise<Finding[]>;
}

/** A promise that is awaited later: until then its failure is nobody's. */
function unheard<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}

interface ReplayedVersion {
  readonly id: string;
  readonly modelId: string;
  readonly schema: RecordedPrediction['schema'];
}

async function findVersion(ctx: Context, id: string): Promise<ReplayedVersion> {
  const found = await ctx.pool.query<ReplayedVersion>(
    'SELECT id, model_id AS "modelId", schema FROM version WHERE id = $1',
    [id],
  );
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such version.', { version: id });
  return found.rows[0];
}

async function readBatch(
  ctx: Context,
  { id, schema }: ReplayedVersion,
  after: string | null,
  limit: number,
): Promise<RecordedPrediction[]> {
  const found = await ctx.pool.query<RecordedColumns>(
    `${recordedSqlWithoutSchema} WHERE p.version_id = $1 AND ($2::uuid IS NULL OR p.id > $2) ORDER BY p.id LIMIT $3`,
    [id, after, limit],
  );
  return found.rows.map((row) => ({ ...openRecorded(ctx.keyring, row), schema }));
}

/** Every run once; rows of one run share its execution. */
async function executeBatch(
  house: Pick<House, 'scorer' | 'blobs'>,
  batch: readonly RecordedPrediction[],
): Promise<Finding[]> {
  const prepared = new Map<string, Executable | Finding>();
  const byLevel = new Map<string, Executable[]>();
  const there = new Map<string, Promise<boolean>>();
  const isThere = (digest: string) => {
    const asked = there.get(digest) ?? house.blobs.has(digest);
    there.set(digest, asked);
    return asked;
  };
  for (const prediction of batch) {
    if (prepared.has(prediction.run_id)) continue;
    const run = await prepareReplay(house, prediction, isThere);
    prepared.set(prediction.run_id, run);
    if ('verdict' in run) continue;
    const level = run.options.graphOptimizationLevel ?? 'all';
    const others = byLevel.get(level);
    if (others) others.push(run);
    else byLevel.set(level, [run]);
  }
  const executed = new Map<string, Executed | Finding>();
  for (const runs of byLevel.values()) {
    const [{ artifact, schema, options }] = runs as [Executable, ...Executable[]];
    const inputs = runs.map((run) => run.inputs);
    for (const [index, answer] of (
      await executeRuns(house.scorer, { artifact, schema, options }, inputs)
    ).entries())
      executed.set(runs[index]!.prediction.run_id, answer);
  }
  const runtime = house.scorer.describe();
  return batch.map((prediction) => {
    const run = prepared.get(prediction.run_id)!;
    if ('verdict' in run) return run;
    const answer = executed.get(prediction.run_id)!;
    if ('verdict' in answer) return answer;
    try {
      return judgeReplay(prediction, {
        schema: run.schema,
        recorded: run.recorded,
        replayed: answer.outputs,
        runtime,
        durationMs: answer.durationMs,
        cellsOfIdentical: false,
      });
    } catch (error) {
      return findingOf(error);
    }
  });
}

function recordBatch(
  ctx: Context,
  { id: versionId, modelId }: ReplayedVersion,
  batch: readonly RecordedPrediction[],
  findings: readonly Finding[],
) {
  const { actor } = ctx;
  const personId = actor.kind === 'person' ? actor.id : null;
  const replays = batch.map(
    ({ id, key }, index): ReplayInsert => ({
      id: uuidv7(),
      predictionId: id,
      personId,
      key,
      finding: findings[index]!,
    }),
  );
  const digest = createHash('sha256');
  for (const { id, predictionId, finding } of replays)
    digest.update(`${id} ${predictionId} ${finding.verdict} ${finding.code ?? '-'}\n`);
  const count = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const event: LedgerEventInput = {
    event: 'prediction.replayed',
    subject: { kind: 'model', id: modelId },
    modelId,
    data: {
      version: versionId,
      count: replays.length,
      identical: count('identical'),
      withinTolerance: count('within-tolerance'),
      differs: count('differs'),
      notReplayable: count('not-replayable'),
      first: replays[0]!.id,
      last: replays.at(-1)!.id,
      digest: digest.digest('hex'),
    },
  };
  return change(
    ctx,
    async (tx) => {
      await requireRole(tx, actor, modelId, predictionReaders);
      await refuseRemoved(tx, batch);
      await insertReplays(tx, replays);
      return { result: undefined, events: [event] };
    },
    { waitMs: 0, attempt: { command: 'replay', subject: { kind: 'model', id: modelId }, modelId } },
  );
}
