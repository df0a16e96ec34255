export type EmbeddedPostgresErrorCode =
  | 'UNSUPPORTED_PLATFORM'
  | 'NO_UNPRIVILEGED_ACCOUNT'
  | 'BINARIES_UNUSABLE'
  | 'DATA_UNREACHABLE'
  | 'INIT_FAILED'
  | 'START_FAILED'
  | 'IN_USE';

/** Why the embedded PostgreSQL does not run; the message says what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
