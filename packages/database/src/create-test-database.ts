import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type Database, type DatabaseOptions, openPool } from './create-database.ts';
import { databaseName, ownerRole } from './embedded/server-roles.ts';
import { lendClient } from './lend-client.ts';
import { testServerAddress } from './test-server.ts';

export interface TestDatabase extends Database {
  /** As the application role, like `prisma` and `pool`. */
  url: string;
  ownerUrl: string;
  /** Ends the connections and drops the database. */
  close(): Promise<void>;
}

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
  const template = from ? new URL(from.url).pathname.slice(1) : databaseName;
  await administrate(
    `create database ${name} template ${template} owner ${ownerRole} strategy ${server.strategy}`,
  );
  const url = inDatabase(server.url, name);
  const pool = openPool(url, options);
  const { client, giveBack } = lendClient(pool);
  return {
    prisma: client,
    pool,
    url,
    ownerUrl: inDatabase(server.ownerUrl, name),
    close: async () => {
      if (!pool.ended) await pool.end();
      giveBack();
      await administrate(`drop database if exists ${name} with (force)`);
    },
  };
}

/** Of this process, from its first database on: to connect costs half as much as to clone. */
let administrator: Promise<pg.Client & NodeJS.RefCounted> | undefined;
/** One statement after the other. */
let before: Promise<unknown> = Promise.resolve();

function administrate(sql: string): Promise<void> {
  const done = before.then(async () => {
    administrator ??= connect();
    const client = await administrator;
    // It keeps the process only as long as it is asked something.
    client.ref();
    try {
      await client.query(sql);
    } finally {
      client.unref();
    }
  });
  before = done.catch(() => {});
  return done;
}

async function connect(): Promise<pg.Client & NodeJS.RefCounted> {
  const client = new pg.Client({ connectionString: testServerAddress().administratorUrl });
  const forget = () => {
    administrator = undefined;
  };
  client.on('error', forget).on('end', forget);
  await client.connect();
  // Its types leave out that it can be told to keep the process or not.
  return client as pg.Client & NodeJS.RefCounted;
}

function inDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}
