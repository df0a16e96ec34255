import { type ErrorCode, Refusal } from '@countersign/contracts';
import { isUnavailable } from '@countersign/governance';

/** Codes of Fastify's own refusals, as ours. What is missing here and below 500 counts as BAD_INPUT. */
const fastifyCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_NOT_FOUND: 'NOT_FOUND',
};

interface Failure {
  code?: unknown;
  statusCode?: unknown;
  message?: unknown;
}

/**
 * Any failure as a refusal with a closed code. What we do not know is INTERNAL and tells nothing: its message stays
 * in the log, found by the request id.
 */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const failure = (typeof error === 'object' && error !== null ? error : {}) as Failure;
  if (isUnavailable(error)) {
    return new Refusal(
      'DATABASE_UNAVAILABLE',
      'The database does not answer. Nothing was changed; try again in a moment.',
    );
  }
  if (typeof failure.statusCode === 'number' && failure.statusCode >= 400 && failure.statusCode < 500) {
    const code =
      fastifyCodes[String(failure.code)] ?? (failure.statusCode === 413 ? 'TOO_LARGE' : 'BAD_INPUT');
    return new Refusal(code, typeof failure.message === 'string' ? failure.message : undefined);
  }
  return new Refusal('INTERNAL', 'Something went wrong here. The log says more under this request id.');
}
