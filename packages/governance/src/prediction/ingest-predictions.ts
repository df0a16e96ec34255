import { setImmediate as otherWork } from 'node:timers/promises';
import { ClaimedPrediction, type Ingested, limits, Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { plainArray } from '../plain-array.ts';
import { recordingsInForce } from '../recording/recording-in-force.ts';
import { batchDigest } from './batch-digest.ts';
import { type Claim, type ClaimedRow, claimedRows } from './claimed-rows.ts';
import { IngestReport } from './ingest-report.ts';
import { insertRuns } from './insert-runs.ts';
import { keepAsSet } from './keep-as-set.ts';
import { readJsonLine } from './read-json-line.ts';
import { type ScoringSubject, SubjectShelf } from './scoring-subject.ts';
import { sealSubjects } from './seal-subjects.ts';

const recorders: readonly Role[] = ['developer', 'owner', 'operator'];

/** Lines per transaction. */
const batchSize = limits.scoringRunRows;
/** Lines that are read before other work of the process has its turn. */
const linesPerTurn = 50;

export interface IngestOptions {
  /** Whether the reply names our id of every line: memory then grows with the lines. */
  readonly ids?: boolean;
}

/**
 * Records predictions that were made elsewhere, a JSON line each, as claimed. Batches are committed as they come and a
 * line can be sent again: the same content under one caller id is there already, other content is a CONFLICT of that
 * line. Bad lines are reported and do not stop the others. While a batch is written the next one is read.
 * @throws Refusal FORBIDDEN on a model without the role; BAD_INPUT when too many lines were refused to report them; STALE
 * where another subject field was declared meanwhile
 */
export async function ingestPredictions(
  ctx: Context,
  lines: AsyncIterable<string | null>,
  options: IngestOptions = {},
): Promise<Ingested> {
  requireScope(ctx.actor, 'predict');
  await requireRoleSomewhere(ctx, recorders);
  const shelf = new SubjectShelf(ctx);
  const report = new IngestReport(options.ids ?? false);
  let batch = new Batch(ctx, report);
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const full = batch;
    batch = new Batch(ctx, report);
    const rows = full.rows();
    await writing;
    writing = writeBatch(ctx, rows, report);
    // The next flush, or the end, sees the failure.
    writing.catch(() => {});
  };
  let line = 0;
  try {
    for await (const text of lines) {
      line += 1;
      // A body that is there already would keep everybody else waiting, the transaction under way among them.
      if (line % linesPerTurn === 0) await otherWork();
      if (text === '') continue;
      const read = await readClaim(shelf, text).catch((error: unknown) => report.refuse(line, error));
      if (read) batch.add(read.subject, { line, claim: read.claim, declared: read.declared });
      if (batch.size >= batchSize) await flush();
    }
    await flush();
  } finally {
    await writing;
  }
  return report.result();
}

/** @throws Refusal BAD_INPUT or NOT_FOUND */
async function readClaim(shelf: SubjectShelf, text: string | null) {
  const claim = readJsonLine(ClaimedPrediction, text);
  const subject = await shelf.find(claim.model, claim.version);
  if (!subject) throw new Refusal('NOT_FOUND', `There is no version ${claim.version} of ${claim.model}.`);
  return { subject, claim, declared: await shelf.subjectFieldOf(subject.modelId) };
}

/** Lines that are converted together: enough for columns to pay, few enough that parsed JSON dies young. */
const chunkSize = 125;

/** Lines that go into one transaction, by the version that they are about. */
class Batch {
  size = 0;
  #claims = new Map<ScoringSubject, Claim[]>();
  #pending = 0;
  readonly #rows: ClaimedRow[] = [];

  constructor(
    readonly ctx: Context,
    readonly report: IngestReport,
  ) {}

  add(subject: ScoringSubject, claim: Claim): void {
    const claims = this.#claims.get(subject);
    if (claims) claims.push(claim);
    else this.#claims.set(subject, [claim]);
    this.size += 1;
    this.#pending += 1;
    if (this.#pending >= chunkSize) this.#convert();
  }

  /** In the order of the lines, which decides where two of them share an id. */
  rows(): ClaimedRow[] {
    this.#convert();
    return this.#rows.sort((a, b) => a.line - b.line);
  }

  #convert(): void {
    for (const [subject, claims] of this.#claims) {
      const refuse = (line: number, error: unknown) => this.report.refuse(line, error);
      for (const row of claimedRows(this.ctx, subject, claims, refuse)) this.#rows.push(row);
    }
    this.#claims = new Map();
    this.#pending = 0;
  }
}

/** Ends a transaction in which somebody else's caller ids came first; the batch is sorted again. */
class Overtaken extends Error {}

async function writeBatch(ctx: Context, batch: readonly ClaimedRow[], report: IngestReport): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const fresh = await sortOut(ctx, batch, report, attempt > 1);
    if (fresh.length === 0) return;
    try {
      await change(ctx, (tx) => record(tx, ctx, fresh), {
        waitMs: 0,
        attempt: {
          command: 'record-predictions',
          subject: { kind: 'model', id: fresh[0]!.prediction.modelId },
          modelId: fresh[0]!.prediction.modelId,
        },
      });
      for (const { prediction } of fresh) report.accept(prediction.callerId, prediction.id);
      return;
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt >= 5) throw error;
    }
  }
}

const keyOf = (modelId: string, callerId: string) => `${modelId}/${callerId}`;

/** Leaves the rows that are new; says what was there already, and which ids are taken by something else. */
async function sortOut(
  ctx: Context,
  batch: readonly ClaimedRow[],
  report: IngestReport,
  again: boolean,
): Promise<ClaimedRow[]> {
  const known = await ctx.pool.query<{
    model_id: string;
    caller_id: string;
    prediction_id: string;
    content: string;
  }>(
    `SELECT c.model_id, c.caller_id, c.prediction_id, c.content FROM unnest($1::uuid[], $2::text[]) AS s (model_id, caller_id)
     JOIN caller_id c ON c.model_id = s.model_id AND c.caller_id = s.caller_id`,
    [batch.map(({ prediction }) => prediction.modelId), batch.map(({ prediction }) => prediction.callerId)],
  );
  const seen = new Map(
    known.rows.map((row) => [
      keyOf(row.model_id, row.caller_id),
      { id: row.prediction_id, content: row.content },
    ]),
  );
  return batch.filter((row) => {
    const { callerId, modelId, id } = row.prediction;
    const key = keyOf(modelId, callerId);
    const other = seen.get(key);
    if (!other) {
      seen.set(key, { id, content: row.content });
      return true;
    }
    if (again && report.isSettled(row.line)) return false;
    if (other.content === row.content) report.exists(row.line, callerId, other.id);
    else report.refuse(row.line, new Refusal('CONFLICT', 'This id stands for another prediction already.'));
    return false;
  });
}

async function record(tx: Tx, ctx: Context, rows: readonly ClaimedRow[]) {
  const models = [...new Set(rows.map(({ prediction }) => prediction.modelId))];
  const settings = await recordingsInForce(tx, models);
  if (rows.some((row) => settings.get(row.prediction.modelId)?.subjectFieldId !== row.subjectFieldId))
    throw new Refusal(
      'STALE',
      'Another subject field was declared meanwhile. Send the lines again: those that are recorded stay as they are.',
    );
  for (const modelId of models) await requireRole(tx, ctx.actor, modelId, recorders);
  const taken = await tx.query(
    `INSERT INTO caller_id (model_id, caller_id, prediction_id, content)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      plainArray(rows.map(({ prediction }) => prediction.modelId)),
      rows.map(({ prediction }) => prediction.callerId),
      plainArray(rows.map(({ prediction }) => prediction.id)),
      plainArray(rows.map(({ content }) => content)),
    ],
  );
  if (taken.rowCount !== rows.length) throw new Overtaken();
  const predictions = rows.map(({ prediction }) => prediction);
  const sealed = await sealSubjects(tx, ctx.keyring, { runs: rows.map(({ run }) => run), predictions });
  const runs = new Map(sealed.runs.map((run) => [run.id, run]));
  const kept = keepAsSet(ctx.keyring, settings, sealed);
  await insertRuns(tx, kept.runs, kept.predictions);
  const events = models.map((modelId): LedgerEventInput => {
    const own = predictions.filter((made) => made.modelId === modelId);
    return {
      event: 'predictions.recorded',
      subject: { kind: 'model', id: modelId },
      modelId,
      data: {
        basis: 'claimed',
        count: own.length,
        first: own[0]!.id,
        last: own.at(-1)!.id,
        digest: batchDigest(runs, own),
      },
    };
  });
  return { result: undefined, events: events as [LedgerEventInput, ...LedgerEventInput[]] };
}
