import { type ErrorCode, type generalErrorCodes, httpStatusOf } from '@countersign/contracts';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server';

/** What tRPC calls each code of ours; typed over the union, so that a new code has to be answered here. */
const general: Record<(typeof generalErrorCodes)[number], TRPC_ERROR_CODE_KEY> = {
  BAD_INPUT: 'BAD_REQUEST',
  UNAUTHENTICATED: 'UNAUTHORIZED',
  WRONG_CREDENTIALS: 'UNAUTHORIZED',
  LOCKED_OUT: 'TOO_MANY_REQUESTS',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  ORIGIN_REFUSED: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  STALE: 'CONFLICT',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  DIGEST_MISMATCH: 'UNPROCESSABLE_CONTENT',
  UPLOAD_MISSING: 'UNPROCESSABLE_CONTENT',
  ARTIFACT_REFUSED: 'UNPROCESSABLE_CONTENT',
  INPUT_REFUSED: 'UNPROCESSABLE_CONTENT',
  GRANT_INVALID: 'UNAUTHORIZED',
  CHECKLIST_INCOMPLETE: 'CONFLICT',
  COMMENT_MISSING: 'BAD_REQUEST',
  EVIDENCE_RUNNING: 'CONFLICT',
  BLOCKED_VERSION: 'PRECONDITION_FAILED',
  NO_DEPLOYMENT: 'NOT_FOUND',
  SUSPENDED: 'SERVICE_UNAVAILABLE',
  DATABASE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  SCORING_FAILED: 'BAD_GATEWAY',
  DEADLINE: 'GATEWAY_TIMEOUT',
  SETUP_DONE: 'CONFLICT',
  LAST_ADMINISTRATOR: 'CONFLICT',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
};

/** The machine's reasons are either a missing right or a state that does not allow it. */
export const trpcCodeOf = (code: ErrorCode): TRPC_ERROR_CODE_KEY =>
  code in general
    ? general[code as keyof typeof general]
    : httpStatusOf(code) === 403
      ? 'FORBIDDEN'
      : 'CONFLICT';
