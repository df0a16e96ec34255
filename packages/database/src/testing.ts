export { createTestDatabase, type TestDatabase } from './create-test-database.ts';
export { startTemporaryPostgres } from './embedded/start-temporary-postgres.ts';
export { openTestData } from './open-test-data.ts';
export { testServer } from './test-server.ts';
