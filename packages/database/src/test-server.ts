import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporaryPostgres } from './embedded/start-temporary-postgres.ts';
import { grantApplicationRole } from './grant-application-role.ts';
import { migrate } from './migrate.ts';

/** How the workers of one test run find the server: they inherit the environment of the process that started it. */
export interface TestServerAddress {
  url: string;
  ownerUrl: string;
  administratorUrl: string;
  /** How a database is cloned fastest where the server's files lie. */
  strategy: 'file_copy' | 'wal_log';
}

/** Of a file system in memory, as statfs(2) tells. */
const TMPFS = 0x01021994;

const VARIABLE = 'COUNTERSIGN_TEST_SERVER';

/**
 * A global set-up for Vitest: starts one PostgreSQL for the run and migrates its database, the template of every
 * test's own. `prepare` may add what else the template needs, such as the job queue's tables, as the owner.
 */
export const testServer =
  (prepare: (ownerUrl: string) => Promise<void> = async () => {}) =>
  async (): Promise<() => Promise<void>> => {
    // What the tests of a run leave behind goes with it.
    const folder = await mkdtemp(join(tmpdir(), 'countersign-tests-'));
    await chmod(folder, 0o711);
    process.env.TMPDIR = folder;
    const server = await startTemporaryPostgres();
    const stop = async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    };
    try {
      await migrate(server.ownerUrl);
      await prepare(server.ownerUrl);
      await grantApplicationRole(server.ownerUrl, server.url);
    } catch (error) {
      await stop();
      throw error;
    }
    const { url, ownerUrl, administratorUrl } = server;
    const { type } = await statfs(folder);
    // To copy files means a checkpoint, which only a disk has to be waited for.
    const strategy = type === TMPFS ? 'file_copy' : 'wal_log';
    process.env[VARIABLE] = JSON.stringify({ url, ownerUrl, administratorUrl, strategy });
    return stop;
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
