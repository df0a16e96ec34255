import { type ReasonCode, reasonCodes } from '@countersign/lifecycle';

/** Codes that the edge and the use cases add to the machine's own reasons. Closed: a new one does not compile until every table answers it. */
export const generalErrorCodes = [
  'BAD_INPUT',
  'UNAUTHENTICATED',
  'WRONG_CREDENTIALS',
  'SECOND_FACTOR_NEEDED',
  'SIGN_IN_AGAIN',
  'LOCKED_OUT',
  'RATE_LIMITED',
  'ORIGIN_REFUSED',
  'NOT_FOUND',
  'CONFLICT',
  'STALE',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'DIGEST_MISMATCH',
  'UPLOAD_MISSING',
  'ARTIFACT_REFUSED',
  'IMPORT_REFUSED',
  'PATH_REFUSED',
  'INPUT_REFUSED',
  'GRANT_INVALID',
  'SITTING_REFUSED',
  'LINK_INVALID',
  'CHECKLIST_INCOMPLETE',
  'COMMENT_MISSING',
  'USES_MISSING',
  'GOAL_MISSING',
  'EVIDENCE_RUNNING',
  'OBJECTIONS_OPEN',
  'FILTER_WRONG',
  'FIELD_UNKNOWN',
  'FIELD_ARCHIVED',
  'FIELD_VALUE_WRONG',
  'BLOCKED_VERSION',
  'NO_DEPLOYMENT',
  'SUSPENDED',
  'LEDGER_BEHIND',
  'DATABASE_UNAVAILABLE',
  'SCORING_FAILED',
  'DEADLINE',
  'SETUP_DONE',
  'LAST_ADMINISTRATOR',
  'INTERNAL',
] as const;

export const errorCodes = [...generalErrorCodes, ...reasonCodes] as const;
export type ErrorCode = (typeof generalErrorCodes)[number] | ReasonCode;

type Detail = Readonly<Record<string, unknown>>;

/** A refused request. `code` is stable; `message` is a sentence for people; `detail` holds facts. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: ErrorCode,
    message?: string,
    readonly detail: Detail = {},
  ) {
    super(message ?? code);
  }
}

/** HTTP status of every code; typed over the union, so that a new code has to be answered here. */
const general: Record<(typeof generalErrorCodes)[number], number> = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  WRONG_CREDENTIALS: 401,
  SECOND_FACTOR_NEEDED: 401,
  SIGN_IN_AGAIN: 401,
  LOCKED_OUT: 429,
  RATE_LIMITED: 429,
  ORIGIN_REFUSED: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  STALE: 409,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  DIGEST_MISMATCH: 422,
  UPLOAD_MISSING: 422,
  ARTIFACT_REFUSED: 422,
  IMPORT_REFUSED: 422,
  PATH_REFUSED: 422,
  INPUT_REFUSED: 422,
  GRANT_INVALID: 401,
  SITTING_REFUSED: 409,
  LINK_INVALID: 410,
  CHECKLIST_INCOMPLETE: 409,
  COMMENT_MISSING: 400,
  USES_MISSING: 400,
  GOAL_MISSING: 400,
  EVIDENCE_RUNNING: 409,
  OBJECTIONS_OPEN: 409,
  FILTER_WRONG: 400,
  FIELD_UNKNOWN: 422,
  FIELD_ARCHIVED: 409,
  FIELD_VALUE_WRONG: 422,
  BLOCKED_VERSION: 410,
  NO_DEPLOYMENT: 404,
  SUSPENDED: 503,
  LEDGER_BEHIND: 409,
  DATABASE_UNAVAILABLE: 503,
  SCORING_FAILED: 502,
  DEADLINE: 504,
  SETUP_DONE: 409,
  LAST_ADMINISTRATOR: 409,
  INTERNAL: 500,
};

const forbidden: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'FORBIDDEN',
  'TOKEN_CANNOT_SIGN',
  'AUTHOR',
  'ROLE_NOT_A_PLACE',
  'NOT_YOURS',
  'OPERATOR_NOT_SEPARATE',
  'NOT_DISTINCT',
]);

export function httpStatusOf(code: ErrorCode): number {
  if (code in general) return general[code as keyof typeof general];
  if (code === 'ENVIRONMENT_UNKNOWN') return 404;
  return forbidden.has(code) ? 403 : 409;
}
