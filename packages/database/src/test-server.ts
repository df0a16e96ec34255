import { startTemporaryPostgres } from './embedded/start-temporary-postgres.ts';
import { grantApplicationRole } from './grant-application-role.ts';
import { migrate } from './migrate.ts';

/** How the workers of one test run find the server: they inherit the environment of the process that started it. */
export interface TestServerAddress {
  url: string;
  ownerUrl: string;
  administratorUrl: string;
}

const VARIABLE = 'COUNTERSIGN_TEST_SERVER';

/**
 * A global set-up for Vitest: starts one PostgreSQL for the run and migrates its database, the template of every
 * test's own. `prepare` may add what else the template needs, such as the job queue's tables, as the owner.
 */
export const testServer =
  (prepare: (ownerUrl: string) => Promise<void> = async () => {}) =>
  async (): Promise<() => Promise<void>> => {
    const server = await startTemporaryPostgres();
    try {
      await migrate(server.ownerUrl);
      await prepare(server.ownerUrl);
      await grantApplicationRole(server.ownerUrl, server.url);
    } catch (error) {
      await server.stop();
      throw error;
    }
    const { url, ownerUrl, administratorUrl } = server;
    process.env[VARIABLE] = JSON.stringify({ url, ownerUrl, administratorUrl });
    return server.stop;
  };

export function testServerAddress(): TestServerAddress {
  const address = process.env[VARIABLE];
  if (!address) {
    throw new Error(
      `${VARIABLE} is not set: start the test server with preset({ database: true }) in vitest.config.mjs.`,
    );
  }
  return JSON.parse(address);
}
