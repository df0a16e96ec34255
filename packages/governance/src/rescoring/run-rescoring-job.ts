import { Refusal } from '@countersign/contracts';
import type { Schema } from '@countersign/scoring';
import { requirePredictionReader } from '../authority/prediction-reader.ts';
import { type Actor, type Context, type House, systemActor } from '../context.ts';
import { findRescoring } from './find-rescoring.ts';
import { finishRescoring } from './finish-rescoring.ts';
import { keepRescored, Overtaken } from './keep-rescored.ts';
import { type Reading, readAffected, readTruths } from './read-affected.ts';
import { type Rescored, type Rescoring, rescoreBatch } from './rescore-batch.ts';
import type { Place, RescoringStored } from './rescoring-stored.ts';
import { rescoringJob } from './write-rescoring.ts';

/** One turn of a job; then others have theirs, and it goes on where it stands. */
const turnMs = 20_000;
/** Contents that left while they were executed are read anew, so often. */
const staleTries = 5;

/** Codes that end it; everything else is one of the moment, and tried again. */
const endings = new Set<Refusal['code']>(['FORBIDDEN', 'NOT_FOUND', 'BAD_INPUT']);

/**
 * Goes on with a re-scoring for a turn and leaves a job for the next one. At least once: every batch is written together
 * with how far it came, so that whoever takes it up again, or works at the same time, loses nothing and writes nothing twice.
 * Ends as `failed` where who asked may not read the predictions any more, or after the last of many attempts.
 */
export async function runRescoringJob(
  house: House,
  { rescoringId, isLast = false }: { rescoringId: string; isLast?: boolean },
  signal?: AbortSignal,
): Promise<void> {
  const taken = await house.pool.query(
    "UPDATE rescoring SET state = 'running' WHERE id = $1 AND state IN ('queued', 'running')",
    [rescoringId],
  );
  if (taken.rowCount !== 1) return;
  try {
    const row = await findRescoring(house, rescoringId);
    const ctx: Context = { ...house, actor: await askerOf(house, row) };
    await requirePredictionReader(ctx, row.model_id);
    const until = performance.now() + turnMs;
    const isOver = () => signal?.aborted === true || performance.now() >= until;
    if (await rescoreTurn(ctx, row, isOver)) await finishRescoring(ctx, rescoringId);
    else await goOnLater(house, rescoringId);
  } catch (error) {
    if (error instanceof Overtaken) return;
    const isEnd = error instanceof Refusal && endings.has(error.code);
    if (!isEnd && !isLast) throw error;
    await house.pool.query(
      "UPDATE rescoring SET state = 'failed', problem = $2, finished_at = $3 WHERE id = $1 AND state = 'running'",
      [rescoringId, isEnd ? error.message : 'It was interrupted too often.', house.clock()],
    );
    if (!isEnd) throw error;
  }
}

/** The rows are read with the roles of who asked, as they are now. */
async function askerOf(house: House, { person_id: id }: RescoringStored): Promise<Actor> {
  const person = await house.db.person.findUnique({ where: { id }, select: { name: true, email: true } });
  if (!person) return systemActor(id);
  return { kind: 'person', id, ...person, via: 'session', sessionId: null, scopes: [] };
}

const goOnLater = ({ pool }: House, id: string) => {
  const { name, payload, key } = rescoringJob(id);
  return pool.query('SELECT graphile_worker.add_job($1, $2::json, job_key := $3, max_attempts := 8)', [
    name,
    JSON.stringify(payload),
    key,
  ]);
};

/** Works until everything is re-scored (true) or the turn is over (false). @throws Overtaken, Refusal */
async function rescoreTurn(ctx: Context, row: RescoringStored, isOver: () => boolean): Promise<boolean> {
  const work = await openWork(ctx, row);
  for (let tries = 1; ; tries += 1) {
    try {
      return await rescoreFrom(ctx, work, (await findRescoring(ctx, row.id)).place, isOver);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'STALE' || tries >= staleTries) throw error;
    }
  }
}

interface Work {
  readonly reading: Reading;
  readonly rescoring: Rescoring;
  readonly modelId: string;
}

async function openWork(ctx: Context, row: RescoringStored): Promise<Work> {
  const { rows } = await ctx.pool.query<{
    id: string;
    stage: string;
    artifact: string | null;
    schema: Schema | null;
  }>('SELECT id, stage, artifact_digest AS artifact, schema FROM version WHERE id = ANY ($1::uuid[])', [
    [...row.version_ids, row.fixed_id],
  ]);
  const found = (id: string) => rows.find((version) => version.id === id)!;
  const fixed = found(row.fixed_id);
  if (!(await ctx.blobs.has(fixed.artifact!)))
    throw new Refusal('BAD_INPUT', 'The artifact of the fixed version is gone.');
  const isTrial = fixed.stage === 'registered' || fixed.stage === 'reviewed';
  return {
    modelId: row.model_id,
    reading: {
      id: row.id,
      askedAt: row.asked_at,
      definition: row.definition,
      versions: row.version_ids.map((id) => ({ id, schema: found(id).schema })),
    },
    rescoring: {
      id: row.id,
      definition: row.definition,
      fixed: { artifact: fixed.artifact!, schema: fixed.schema! },
      scorer: isTrial ? ctx.trialScorer : ctx.scorer,
    },
  };
}

const beginning: Place = { version: 0, at: null, id: null, again: false };

/** Version after version; then once more for what was recorded late. One batch is read, one executed and one written at a time. */
async function rescoreFrom(
  ctx: Context,
  work: Work,
  stored: Place | null,
  isOver: () => boolean,
): Promise<boolean> {
  let written = stored;
  for (let place = stored ?? beginning; ; ) {
    const end = await rescoreVersion(ctx, work, { place, written, isOver });
    if (end === null) return false;
    const isLastVersion = place.version + 1 === work.reading.versions.length;
    if (isLastVersion && place.again) return true;
    place = {
      ...beginning,
      version: isLastVersion ? 0 : place.version + 1,
      again: place.again || isLastVersion,
    };
    await keepRescored(ctx, work.reading.id, { from: end.written, to: place, batch: [], rows: [] });
    written = place;
  }
}

/** The rest of one version; null where the turn is over. */
async function rescoreVersion(
  ctx: Context,
  { reading, rescoring, modelId }: Work,
  { place, written, isOver }: { place: Place; written: Place | null; isOver: () => boolean },
): Promise<{ written: Place | null } | null> {
  let at = written;
  let writing: Promise<void> = Promise.resolve();
  const execute = async (batch: Awaited<ReturnType<typeof readAffected>>): Promise<Rescored[]> =>
    rescoreBatch(ctx, rescoring, batch, await readTruths(ctx, modelId, batch));
  let reads = unheard(readAffected(ctx, reading, place));
  for (;;) {
    const batch = await reads;
    const last = batch.at(-1);
    if (!last || isOver()) {
      await writing;
      return last ? null : { written: at };
    }
    const to: Place = { ...place, at: last.answered_at.toISOString(), id: last.id };
    const executed = unheard(execute(batch));
    reads = unheard(readAffected(ctx, reading, to));
    const rows = await executed;
    await writing;
    writing = unheard(keepRescored(ctx, reading.id, { from: at, to, batch, rows }));
    at = to;
  }
}

/** A promise that is awaited later: until then its failure is nobody's. */
function unheard<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  return promise;
}
