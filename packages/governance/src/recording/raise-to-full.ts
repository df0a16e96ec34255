import type { RecordingMode } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { insertRecording } from './insert-recording.ts';

/** What a model keeps when its tier becomes high: everything from then on. The model has to be locked by the caller. */
export async function raiseToFull(tx: Tx, modelId: string): Promise<LedgerEventInput[]> {
  const found = await tx.query<{ mode: RecordingMode }>(
    `SELECT k.mode FROM model m JOIN model_recording k ON k.id = m.recording_id WHERE m.id = $1 AND k.mode <> 'full'`,
    [modelId],
  );
  const before = found.rows[0]?.mode;
  if (!before) return [];
  const reason = 'The tier became high: every prediction is kept in full from now on.';
  return [
    await insertRecording(tx, {
      modelId,
      mode: 'full',
      share: null,
      reason,
      personId: null,
      cause: 'tier',
      before,
    }),
  ];
}
