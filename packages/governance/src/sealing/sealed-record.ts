import { hash } from 'node:crypto';
import { type JsonValue, leafHash, rfc8785 } from '@countersign/ledger';
import type { Tx } from '../change.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import { plainArray } from '../plain-array.ts';
import { isRemovedJson } from '../subject/removed-content.ts';
import { isSealedJson } from '../subject/subject-content.ts';

export const sealedKinds = ['prediction', 'replay'] as const;
export type SealedKind = (typeof sealedKinds)[number];

export interface SealedRecord {
  /** Canonical bytes (RFC 8785). */
  readonly text: string;
  /** Who numbered it, and its number; null for replays and claims, and for what was recorded before there were numbers. */
  readonly numbered: { readonly deployment: string; readonly number: number } | null;
}

/** Records of one kind, read from their rows, by id. What has no row is left out. */
export async function readRecords(
  db: Pick<Tx, 'query'>,
  kind: SealedKind,
  ids: readonly string[],
): Promise<Map<string, SealedRecord>> {
  const digests = new DigestCache();
  if (kind === 'replay') {
    const { rows } = await db.query<ReplayColumns>(replaySql, [plainArray(ids)]);
    return new Map(rows.map((row) => [row.id, { text: replayRecord(row, digests), numbered: null }]));
  }
  const { rows } = await db.query<PredictionColumns>(predictionSql, [plainArray(ids)]);
  return new Map(
    rows.map((row) => [row.id, { text: predictionRecord(row, digests), numbered: numberedOf(row) }]),
  );
}

const numberedOf = ({ deployment_id: deployment, number }: PredictionColumns): SealedRecord['numbered'] =>
  deployment === null || number === null ? null : { deployment, number: Number(number) };

/** RFC 6962 leaf hash of a record: 32 bytes. */
export const leafOf = (record: string): Uint8Array => leafHash(record, ledgerSha256);

/** Hex SHA-256 over the canonical form of JSON that most rows share. */
class DigestCache {
  readonly #known = new Map<string, string>();

  of(json: string): string {
    const known = this.#known.get(json);
    if (known !== undefined) return known;
    const digest = hash('sha256', rfc8785(JSON.parse(json) as JsonValue));
    this.#known.set(json, digest);
    return digest;
  }

  ofNullable(json: string | null): string | null {
    return json === null ? null : this.of(json);
  }
}

interface PredictionColumns {
  readonly id: string;
  readonly run_id: string;
  readonly row: number;
  readonly model_id: string;
  readonly version_id: string;
  readonly environment_id: string | null;
  readonly deployment_id: string | null;
  readonly number: string | null;
  readonly basis: string;
  readonly mode: string;
  readonly consumer: string;
  readonly caller_id: string | null;
  readonly person_id: string | null;
  readonly decision: string | null;
  readonly business: string | null;
  readonly subject: string | null;
  readonly answered_at: Date;
  readonly recorded_at: Date;
  readonly kept: string;
  readonly artifact: string;
  readonly parameters: string;
  readonly runtime: string;
  readonly inputs_digest: string;
  readonly outputs_digest: string;
  readonly rows: number;
  readonly subject_key_id: string | null;
}

const predictionSql = `SELECT p.id, p.run_id, p.row, p.model_id, p.version_id, p.environment_id, p.deployment_id, p.number, p.basis, p.mode,
    p.consumer, p.caller_id, p.person_id, p.decision::text AS decision, encode(p.business_hash, 'hex') AS business,
    encode(p.subject_hash, 'hex') AS subject, p.answered_at, p.recorded_at, p.kept,
    r.artifact, r.parameters::text AS parameters, r.runtime::text AS runtime, r.inputs_digest, r.outputs_digest, r.rows, r.subject_key_id
  FROM unnest($1::uuid[]) AS m (id) JOIN prediction p ON p.id = m.id JOIN scoring_run r ON r.id = p.run_id`;

/**
 * What is sealed of a prediction: ids, times, keyed hashes of its references, and digests of everything else. Keys stand
 * in the order of RFC 8785, in which JSON.stringify then writes the canonical form; a test holds it against the library.
 */
const predictionRecord = (made: PredictionColumns, digests: DigestCache): string =>
  JSON.stringify({
    answeredAt: made.answered_at.toISOString(),
    artifact: made.artifact || null,
    basis: made.basis,
    business: made.business,
    caller: made.caller_id,
    consumer: made.consumer,
    decision: jsonDigest(made.decision, digests),
    deployment: made.deployment_id,
    environment: made.environment_id,
    id: made.id,
    inputs: made.inputs_digest,
    kept: made.kept,
    kind: 'prediction',
    mode: made.mode,
    model: made.model_id,
    number: made.number === null ? null : Number(made.number),
    outputs: made.outputs_digest,
    parameters: digests.of(made.parameters),
    person: made.person_id,
    recordedAt: made.recorded_at.toISOString(),
    row: made.row,
    rows: made.rows,
    run: made.run_id,
    runtime: digests.of(made.runtime),
    salted: made.subject_key_id !== null,
    subject: made.subject,
    v: 1,
    version: made.version_id,
  });

/** Of a subject the digest that was made with its key: here the key is not needed, and may be gone. Of what was removed the digest that stayed. */
function jsonDigest(decision: string | null, digests: DigestCache): string | null {
  if (decision === null) return null;
  const read: unknown = JSON.parse(decision);
  return isSealedJson(read) || isRemovedJson(read) ? read.digest : digests.of(decision);
}

interface ReplayColumns {
  readonly id: string;
  readonly prediction_id: string;
  readonly verdict: string;
  readonly code: string | null;
  readonly detail: string;
  readonly runtime: string | null;
  readonly person_id: string | null;
  readonly at: Date;
}

const replaySql = `SELECT r.id, r.prediction_id, r.verdict, r.code, r.detail::text AS detail, r.runtime::text AS runtime, r.person_id, r.at
  FROM unnest($1::uuid[]) AS m (id) JOIN replay r ON r.id = m.id`;

/** What is sealed of a replay. `detail` holds what was compared, with the values where they differ. */
const replayRecord = (made: ReplayColumns, digests: DigestCache): string =>
  JSON.stringify({
    at: made.at.toISOString(),
    code: made.code,
    detail: jsonDigest(made.detail, digests),
    id: made.id,
    kind: 'replay',
    person: made.person_id,
    prediction: made.prediction_id,
    runtime: digests.ofNullable(made.runtime),
    salted: isSalted(JSON.parse(made.detail)),
    v: 1,
    verdict: made.verdict,
  });

const isSalted = (detail: unknown): boolean => (isRemovedJson(detail) ? detail.salted : isSealedJson(detail));
