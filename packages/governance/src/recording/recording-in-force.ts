import type { RecordingMode } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { Keyring } from '../keys/keyring.ts';

/** What of a model's predictions is kept, from some moment on. */
export interface RecordingInForce {
  /** Null for what a model begins with: full. */
  readonly id: string | null;
  readonly mode: RecordingMode;
  /** Of runs that are kept in full, between 0 and 1; null unless sampled. */
  readonly share: number | null;
}

export const fullFromTheStart: RecordingInForce = { id: null, mode: 'full', share: null };

/** SQL columns of a setting, beside `model m LEFT JOIN model_recording k ON k.id = m.recording_id`. */
export const recordingColumns = 'k.id AS recording_id, k.mode, k.share';

export interface RecordingColumns {
  readonly recording_id: string | null;
  readonly mode: RecordingMode | null;
  readonly share: number | null;
}

export const toRecordingInForce = (row: RecordingColumns): RecordingInForce =>
  row.recording_id === null || row.mode === null
    ? fullFromTheStart
    : { id: row.recording_id, mode: row.mode, share: row.share };

/** A setting, and the declaration of the model's subject field; null for none. */
export interface ModelSettings extends RecordingInForce {
  readonly subjectFieldId: string | null;
}

/**
 * The settings of these models, held still: a change that is under way is waited for, and one that comes later waits for
 * us, so that nothing is kept against a setting that was in force already.
 */
export async function recordingsInForce(
  tx: Tx,
  modelIds: readonly string[],
): Promise<ReadonlyMap<string, ModelSettings>> {
  const found = await tx.query<RecordingColumns & { id: string; declared: string | null }>(
    `WITH m AS MATERIALIZED (SELECT id, recording_id, subject_field_id FROM model WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE)
     SELECT m.id, m.subject_field_id AS declared, ${recordingColumns} FROM m LEFT JOIN model_recording k ON k.id = m.recording_id`,
    [modelIds],
  );
  return new Map(
    found.rows.map((row) => [row.id, { ...toRecordingInForce(row), subjectFieldId: row.declared }]),
  );
}

/**
 * Whether a run is kept in full. Of a sample that is decided by a keyed hash of the run's id, which is ours: no caller can
 * choose it or foresee it, and it can be computed again. A run is kept whole or not at all, because it is executed
 * again as a whole.
 */
export function isKeptInFull(keyring: Keyring, { mode, share }: RecordingInForce, runId: string): boolean {
  if (mode !== 'sampled') return mode === 'full';
  const place = keyring.keyedHash(runId, 'recording-sample').readUInt32BE(0) / 2 ** 32;
  return place < (share ?? 0);
}
