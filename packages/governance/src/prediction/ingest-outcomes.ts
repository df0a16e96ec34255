import { createHash } from 'node:crypto';
import { ClaimedOutcome, type Ingested, limits, Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { findModelId } from '../model/find-model.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { IngestReport } from './ingest-report.ts';
import { readJsonLine } from './read-json-line.ts';
import { businessHash } from './reference-hash.ts';

const recorders: readonly Role[] = ['developer', 'owner', 'operator'];
const batchSize = limits.scoringRunRows;

interface OutcomeRow {
  readonly line: number;
  readonly id: string;
  readonly reference: string;
  /** Keyed hash of the reference, hex. */
  readonly hash: string;
  /** JSON text. */
  readonly value: string;
  readonly observedAt: string;
}

/**
 * Records what turned out to be true, a JSON line each, joined with predictions by the caller's reference of the case.
 * The same outcome again is there already; another value for one case and moment is a CONFLICT of that line.
 * @throws Refusal NOT_FOUND, FORBIDDEN, or BAD_INPUT when too many lines were refused to report them
 */
export async function ingestOutcomes(
  ctx: Context,
  { model }: { readonly model: string },
  lines: AsyncIterable<string | null>,
): Promise<Ingested> {
  requireScope(ctx.actor, 'predict');
  await requireRoleSomewhere(ctx, recorders);
  const modelId = await findModelId(ctx, model);
  const report = new IngestReport(false);
  let batch: OutcomeRow[] = [];
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text === '') continue;
    try {
      batch.push(outcomeRow(ctx, modelId, line, readJsonLine(ClaimedOutcome, text)));
    } catch (error) {
      report.refuse(line, error);
    }
    if (batch.length < batchSize) continue;
    await writeBatch(ctx, modelId, batch, report);
    batch = [];
  }
  await writeBatch(ctx, modelId, batch, report);
  return report.result();
}

function outcomeRow(ctx: Context, modelId: string, line: number, outcome: ClaimedOutcome): OutcomeRow {
  refuseBrokenJson([outcome.actual, outcome.businessReference], '');
  return {
    line,
    id: uuidv7(),
    reference: outcome.businessReference,
    hash: businessHash(ctx.keyring, modelId, outcome.businessReference).toString('hex'),
    value: JSON.stringify(outcome.actual),
    observedAt: parseInstant(outcome.observedAt, 'observedAt').toISOString(),
  };
}

async function writeBatch(
  ctx: Context,
  modelId: string,
  batch: readonly OutcomeRow[],
  report: IngestReport,
): Promise<void> {
  const fresh = await sortOut(ctx, modelId, batch, report);
  if (fresh.length === 0) return;
  const { result } = await change(ctx, (tx) => record(tx, ctx, modelId, fresh), {
    waitMs: 0,
    attempt: { command: 'record-outcomes', subject: { kind: 'model', id: modelId }, modelId },
  });
  for (const row of fresh) {
    if (result.has(row.id)) report.accept(row.reference, row.id);
    else
      report.refuse(
        row.line,
        new Refusal('STALE', 'Somebody sent an outcome of this case at the same time. Send the line again.'),
      );
  }
}

const keyOf = (row: Pick<OutcomeRow, 'hash' | 'observedAt'>) => `${row.hash} ${row.observedAt}`;

async function sortOut(
  ctx: Context,
  modelId: string,
  batch: readonly OutcomeRow[],
  report: IngestReport,
): Promise<OutcomeRow[]> {
  const known = await ctx.pool.query<{ id: string; hash: string; observed_at: Date; value: string }>(
    `SELECT o.id, encode(o.business_hash, 'hex') AS hash, o.observed_at, o.value::text AS value
     FROM unnest($2::text[], $3::timestamptz[]) AS s (hash, observed_at)
     JOIN outcome o ON o.model_id = $1 AND o.business_hash = decode(s.hash, 'hex') AND o.observed_at = s.observed_at`,
    [modelId, batch.map(({ hash }) => hash), batch.map(({ observedAt }) => observedAt)],
  );
  const seen = new Map(
    known.rows.map((row) => [keyOf({ hash: row.hash, observedAt: row.observed_at.toISOString() }), row]),
  );
  return batch.filter((row) => {
    const other = seen.get(keyOf(row));
    if (!other) {
      seen.set(keyOf(row), {
        id: row.id,
        hash: row.hash,
        observed_at: new Date(row.observedAt),
        value: row.value,
      });
      return true;
    }
    if (isSame(other.value, row.value)) report.exists(row.line, row.reference, other.id);
    else
      report.refuse(
        row.line,
        new Refusal('CONFLICT', 'Another outcome of this case and moment is recorded already.'),
      );
    return false;
  });
}

/** PostgreSQL writes a number its own way (1e3 is 1000): compare values, not texts. */
const isSame = (stored: string, sent: string): boolean => JSON.parse(stored) === JSON.parse(sent);

async function record(tx: Tx, ctx: Context, modelId: string, rows: readonly OutcomeRow[]) {
  await requireRole(tx, ctx.actor, modelId, recorders);
  const inserted = await tx.query<{ id: string }>(
    `INSERT INTO outcome (id, model_id, business_hash, value, basis, observed_at, recorded_at)
     SELECT o.id, $1, decode(o.hash, 'hex'), o.value::jsonb, 'claimed', o.observed_at, $2
     FROM unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[]) AS o (id, hash, value, observed_at)
     ON CONFLICT (model_id, business_hash, observed_at) DO NOTHING RETURNING id`,
    [
      modelId,
      tx.at,
      rows.map((row) => row.id),
      rows.map((row) => row.hash),
      rows.map((row) => row.value),
      rows.map((row) => row.observedAt),
    ],
  );
  const ids = new Set(inserted.rows.map(({ id }) => id));
  const digest = createHash('sha256');
  for (const row of rows)
    if (ids.has(row.id)) digest.update(`${row.id} ${row.hash} ${row.observedAt} ${row.value}\n`);
  const recorded: LedgerEventInput = {
    event: 'outcomes.recorded',
    subject: { kind: 'model', id: modelId },
    modelId,
    data: { basis: 'claimed', count: ids.size, digest: digest.digest('hex') },
  };
  return { result: ids, events: [recorded] as const };
}
