import type { RescoredRow } from '@countersign/contracts';
import type { Keyring } from '../keys/keyring.ts';
import { openKeyOf, type SubjectKeyColumns, subjectKeyColumns } from '../subject/subject-key.ts';
import { openDetail, type SaidBy, type StoredDetail } from './rescored-detail.ts';
import { unscoredBecause } from './unscored-because.ts';

export interface RescoredStored extends SubjectKeyColumns {
  readonly rescoring_id: string;
  readonly prediction_id: string;
  readonly answered_at: Date;
  readonly consumer: string;
  readonly state: RescoredRow['state'];
  readonly code: string | null;
  readonly flipped: boolean | null;
  readonly old_miss: boolean | null;
  readonly new_miss: boolean | null;
  readonly detail: StoredDetail | null;
  readonly caller_id: string | null;
  readonly label: string;
}

/** Rows with what is needed to open them; what follows picks them, from `rescoring_row x`. */
export const rescoredSelect = `
SELECT x.*, p.caller_id, v.label, ${subjectKeyColumns}
FROM rescoring_row x JOIN prediction p ON p.id = x.prediction_id JOIN scoring_run r ON r.id = p.run_id
JOIN version v ON v.id = p.version_id LEFT JOIN subject_key sk ON sk.id = r.subject_key_id`;

const sideOf = ({ decision, outputs, error }: SaidBy, miss: boolean | null): RescoredRow['old'] => ({
  decision,
  outputs: [...outputs],
  error,
  miss,
});

export function toRescoredRow(keyring: Keyring, row: RescoredStored): RescoredRow {
  const place = { rescoringId: row.rescoring_id, predictionId: row.prediction_id };
  const detail = row.detail && openDetail(place, openKeyOf(keyring, row), row.detail);
  return {
    predictionId: row.prediction_id,
    callerId: row.caller_id,
    version: row.label,
    consumer: row.consumer,
    answeredAt: row.answered_at.toISOString(),
    state: row.state,
    code: row.code,
    because: row.code === null ? null : unscoredBecause(row.code),
    flipped: row.flipped,
    old: detail && sideOf(detail.old, row.old_miss),
    new: detail && sideOf(detail.new, row.new_miss),
    truth: detail?.truth ?? null,
    corrected: [...(detail?.corrected ?? [])],
    gone: row.state === 'rescored' && detail === null,
  };
}
