export { appendOnlyTables } from './append-only-tables.ts';
export { type DatabaseDump, dumpDatabase } from './backup/dump-database.ts';
export { LoadRefused, loadDatabase } from './backup/load-database.ts';
export { createDatabase, type Database, type DatabaseOptions } from './create-database.ts';
export {
  EmbeddedPostgresError,
  type EmbeddedPostgresErrorCode,
} from './embedded/embedded-postgres-error.ts';
export { findEmbeddedPostgres } from './embedded/find-embedded-postgres.ts';
export { findUnreachableFolder } from './embedded/find-unreachable-folder.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/start-embedded-postgres.ts';
export { Prisma, PrismaClient } from './generated/client.ts';
export { grantApplicationRole } from './grant-application-role.ts';
export { type MigrateOptions, migrate } from './migrate.ts';
export { MigrationError, type MigrationErrorCode } from './migration-error.ts';
