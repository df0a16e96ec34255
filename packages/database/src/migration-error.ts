export type MigrationErrorCode = 'MIGRATION_FAILED' | 'FAILED_EARLIER' | 'EDITED' | 'DATABASE_IS_NEWER';

/** Why the database was not brought up to date; the message says what to do. Nothing of the migration remains. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly code: MigrationErrorCode;

  constructor(code: MigrationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
