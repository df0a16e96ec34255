import { hash } from 'node:crypto';
import { type JsonValue, rfc8785 } from '@countersign/ledger';
import { isRemovedJson, type RemovedJson } from '../subject/removed-content.ts';
import { isSealedJson, openJson, type SealedJson, sealJson } from '../subject/subject-content.ts';

/** What one version said. */
export interface SaidBy {
  readonly decision: string | null;
  readonly outputs: readonly { readonly output: string; readonly text: string }[];
  readonly error: number | null;
}

/** What both said of a prediction, and what was known to be true. */
export interface RescoredDetail {
  readonly old: SaidBy;
  readonly new: SaidBy;
  readonly truth: string | null;
  readonly corrected: readonly { readonly field: string; readonly sent: string; readonly fed: string }[];
}
export type StoredDetail = RescoredDetail | SealedJson | RemovedJson;

const placeOf = (rescoringId: string, predictionId: string) => `rescoring/${rescoringId}/${predictionId}`;

/** As it is stored: sealed under the subject's key where the prediction has one. */
export function detailText(
  { rescoringId, predictionId }: { readonly rescoringId: string; readonly predictionId: string },
  key: Buffer | null,
  detail: RescoredDetail,
): string {
  const json = JSON.stringify(detail);
  return key ? JSON.stringify(sealJson(key, placeOf(rescoringId, predictionId), json)) : json;
}

/** Null where its content is gone. */
export function openDetail(
  { rescoringId, predictionId }: { readonly rescoringId: string; readonly predictionId: string },
  key: Buffer | null,
  stored: StoredDetail,
): RescoredDetail | null {
  if (isRemovedJson(stored)) return null;
  if (!isSealedJson(stored)) return stored;
  return key ? (openJson(key, placeOf(rescoringId, predictionId), stored) as RescoredDetail) : null;
}

/** Hex SHA-256 of its canonical form, which stays what it was when the content leaves. */
export const digestOfDetail = (stored: StoredDetail): string =>
  isRemovedJson(stored) || isSealedJson(stored)
    ? stored.digest
    : hash('sha256', rfc8785(stored as unknown as JsonValue));
