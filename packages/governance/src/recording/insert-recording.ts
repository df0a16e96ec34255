import type { RecordingMode } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';

export interface InsertRecording {
  /** The model has to be locked by the caller. */
  readonly modelId: string;
  readonly mode: RecordingMode;
  readonly share: number | null;
  readonly reason: string;
  /** Null for the system. */
  readonly personId: string | null;
  /** `tier`: set because the tier became high, not by somebody's choice. */
  readonly cause: 'choice' | 'tier';
  readonly before: RecordingMode;
}

/** Writes a setting and puts it in force; the event is the caller's to return. */
export async function insertRecording(tx: Tx, input: InsertRecording): Promise<LedgerEventInput> {
  const { modelId, mode, share, reason, personId, cause, before } = input;
  const id = uuidv7();
  await tx.query(
    'INSERT INTO model_recording (id, model_id, mode, share, reason, person_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [id, modelId, mode, share, reason, personId, tx.at],
  );
  await tx.query('UPDATE model SET recording_id = $2 WHERE id = $1', [modelId, id]);
  return {
    event: 'model.recording-set',
    subject: { kind: 'model', id: modelId },
    modelId,
    // A share as text: the canonical form has no fractions to disagree about.
    data: {
      setting: id,
      from: before,
      recording: mode,
      share: share === null ? null : String(share),
      cause,
    },
    records: { reason },
  };
}
