import { type ErrorCode, Refusal } from '@countersign/contracts';
import type { ScoringError, ScoringErrorCode } from '@countersign/scoring';

const codes: Readonly<Partial<Record<ScoringErrorCode, ErrorCode>>> = {
  DEADLINE: 'DEADLINE',
  BUSY: 'RATE_LIMITED',
  INPUT_REFUSED: 'INPUT_REFUSED',
};

/** A failed run as a caller is told of it. */
export const scoringRefusal = (error: ScoringError): Refusal =>
  new Refusal(codes[error.code] ?? 'SCORING_FAILED', `The model could not be executed: ${error.message}.`, {
    ...error.detail,
    scoring: error.code,
  });
