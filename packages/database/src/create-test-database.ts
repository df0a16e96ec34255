import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createDatabase, type Database, type DatabaseOptions } from './create-database.ts';
import { databaseName, ownerRole } from './embedded/server-roles.ts';
import { testServerAddress } from './test-server.ts';

export interface TestDatabase extends Database {
  /** As the application role, like `prisma` and `pool`. */
  url: string;
  ownerUrl: string;
  /** Ends the connections and drops the database. */
  close(): Promise<void>;
}

// One lock for all clones of a run: a template may have no other session while it is copied.
const CLONE_LOCK = 4_600_002;

/**
 * A database of the caller's own, cloned from the migrated template in some 20 ms, or from another one that has no
 * connection at that moment: so a backup looks that was put back.
 */
export async function createTestDatabase({
  from,
  ...options
}: DatabaseOptions & { readonly from?: Pick<TestDatabase, 'url'> } = {}): Promise<TestDatabase> {
  const server = testServerAddress();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdministrator(server.administratorUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [CLONE_LOCK]);
    const template = from ? new URL(from.url).pathname.slice(1) : databaseName;
    await client.query(
      `create database ${name} template ${template} owner ${ownerRole} strategy ${server.strategy}`,
    );
  });
  const url = inDatabase(server.url, name);
  const database = createDatabase(url, options);
  return {
    ...database,
    url,
    ownerUrl: inDatabase(server.ownerUrl, name),
    close: async () => {
      await database.close();
      await asAdministrator(server.administratorUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
}

async function asAdministrator(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function inDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}
