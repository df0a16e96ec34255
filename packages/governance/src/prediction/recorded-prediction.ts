import type { RecordingMode, RuntimeFacts } from '@countersign/contracts';
import { Refusal } from '@countersign/contracts';
import type { AppliedDecision, Decision, Schema } from '@countersign/scoring';
import type { Context } from '../context.ts';
import type { Keyring } from '../keys/keyring.ts';
import { isRemovedJson, type RemovedJson } from '../subject/removed-content.ts';
import { isSealedJson, openContent, openJson, placeOf, type SealedJson } from '../subject/subject-content.ts';
import { openKeyOf, type SubjectKeyColumns, subjectKeyColumns } from '../subject/subject-key.ts';

/** A prediction with its whole run, as it is read back and opened. */
export interface RecordedPrediction {
  readonly id: string;
  readonly model_id: string;
  readonly model_key: string;
  readonly model_name: string;
  readonly version_id: string;
  readonly label: string;
  readonly stage: string;
  readonly standing: string;
  readonly environment: string | null;
  readonly schema: Schema | null;
  readonly basis: 'recorded' | 'claimed';
  readonly mode: string;
  readonly consumer: string;
  readonly caller_id: string | null;
  readonly decision: AppliedDecision | null;
  readonly business_hash: Buffer | null;
  readonly subject_hash: Buffer | null;
  readonly has_subject: boolean;
  readonly kept: 'full' | 'reference';
  /** The setting under which it was recorded; nulls where the model never had one. */
  readonly recording_mode: RecordingMode | null;
  readonly recording_share: number | null;
  readonly recording_at: Date | null;
  readonly answered_at: Date;
  readonly recorded_at: Date;
  readonly row: number;
  readonly run_id: string;
  readonly run_rows: number;
  /** Empty for a version without an artifact. */
  readonly artifact: string;
  /** As recorded or claimed; fields may be missing from a claim. */
  readonly runtime: Partial<RuntimeFacts> & { readonly batch?: unknown };
  readonly parameters: {
    readonly decision?: Decision | null;
    readonly observationWindow?: { readonly end?: unknown } | null;
    readonly [name: string]: unknown;
  };
  /** Null where a reference alone was kept. */
  readonly inputs: Buffer | null;
  readonly outputs: Buffer | null;
  readonly inputs_digest: string;
  readonly outputs_digest: string;
  /** When what was recorded about its subject was erased: by destroying its key, or by removing what had none. */
  readonly subject_erased_at: Date | null;
  /** When inputs, outputs and decision were removed, and by which retention class; null for an erasure. */
  readonly removed_at: Date | null;
  readonly removed_class: string | null;
  /** Key of its subject: what is kept about the prediction is sealed under it. Null where there is none, or none any more. */
  readonly key: Buffer | null;
}

/** The same as its rows hold it: contents of a subject are sealed. */
export interface RecordedColumns
  extends Omit<RecordedPrediction, 'decision' | 'key' | 'subject_erased_at'>,
    SubjectKeyColumns {
  readonly decision: AppliedDecision | SealedJson | RemovedJson | null;
}

/** Opens what is sealed under a subject's key; without the key there is nothing left to read. */
export function openRecorded(keyring: Keyring, row: RecordedColumns): RecordedPrediction {
  const decision = isRemovedJson(row.decision) ? null : row.decision;
  const subject_erased_at = row.subject_erased_at ?? (row.removed_class === null ? row.removed_at : null);
  if (row.subject_key_id === null)
    return { ...row, decision: decision as AppliedDecision | null, subject_erased_at, key: null };
  const key = openKeyOf(keyring, row);
  if (!key) return { ...row, inputs: null, outputs: null, decision: null, key };
  return {
    ...row,
    key,
    inputs: row.inputs && openContent(key, placeOf.inputs(row.run_id), row.inputs),
    outputs: row.outputs && openContent(key, placeOf.outputs(row.run_id), row.outputs),
    decision: isSealedJson(decision)
      ? (openJson(key, placeOf.decision(row.id), decision) as AppliedDecision)
      : decision,
  };
}

const select = (
  schema: string,
) => `SELECT p.id, p.model_id, m.key AS model_key, m.name AS model_name, p.version_id, v.label, v.stage, v.standing,
    e.key AS environment, ${schema} AS schema, p.basis, p.mode, p.consumer, p.caller_id, p.decision, p.business_hash, p.subject_hash, p.subject_hash IS NOT NULL AS has_subject, p.kept, p.answered_at, p.recorded_at, p.row,
    r.id AS run_id, r.rows AS run_rows, r.artifact, r.runtime, r.parameters, r.inputs, r.outputs, r.inputs_digest, r.outputs_digest,
    rb.at AS removed_at, rc.name AS removed_class, k.mode AS recording_mode, k.share AS recording_share, k.at AS recording_at, ${subjectKeyColumns}
  FROM prediction p JOIN scoring_run r ON r.id = p.run_id JOIN version v ON v.id = p.version_id JOIN model m ON m.id = p.model_id
  LEFT JOIN environment e ON e.id = p.environment_id LEFT JOIN model_recording k ON k.id = r.recording_id
  LEFT JOIN subject_key sk ON sk.id = r.subject_key_id
  LEFT JOIN retention_batch rb ON rb.id = r.retention_batch_id LEFT JOIN retention_class rc ON rc.id = rb.class_id`;

/** Everything of a `RecordedPrediction`; what follows picks the rows, from `prediction p`. */
export const recordedSql = select('v.schema');

/** The same without the schema, for many predictions of one version: it is large, and read once is enough. */
export const recordedSqlWithoutSchema = select('NULL::jsonb');

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Finds a prediction by our id or the caller's. A caller's id is unique in a model; where several models know it, the
 * newest prediction is meant.
 * @throws Refusal NOT_FOUND
 */
export async function findRecorded(ctx: Context, id: string): Promise<RecordedPrediction> {
  const absent = new Refusal('NOT_FOUND', 'There is no such prediction.', { id });
  if (id.length > 200 || id.includes('\0')) throw absent;
  if (uuid.test(id)) {
    const own = await ctx.pool.query<RecordedColumns>(`${recordedSql} WHERE p.id = $1`, [id]);
    if (own.rows[0]) return openRecorded(ctx.keyring, own.rows[0]);
  }
  const named = await ctx.pool.query<RecordedColumns>(
    `${recordedSql} WHERE p.id = (SELECT prediction_id FROM caller_id WHERE caller_id = $1 ORDER BY prediction_id DESC LIMIT 1)`,
    [id],
  );
  if (!named.rows[0]) throw absent;
  return openRecorded(ctx.keyring, named.rows[0]);
}
