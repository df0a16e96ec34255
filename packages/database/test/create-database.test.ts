import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../src/create-database.ts';
import { startTemporaryPostgres } from '../src/embedded/start-temporary-postgres.ts';
import { migrate } from '../src/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ applicationName: 'tests' });
});
afterAll(() => database.close());

describe('a database', () => {
  it('serves Prisma and pg from one pool', async () => {
    await database.pool.query(
      `insert into environment (id, key, production, required_stage, created_at)
       values (gen_random_uuid(), 'production', true, 'approved', now())`,
    );
    const found = await database.prisma.environment.findUnique({ where: { key: 'production' } });
    expect(found?.production).toBe(true);
    const { rows } = await database.pool.query('show application_name');
    expect(rows).toEqual([{ application_name: 'tests' }]);
  });

  it('cancels a statement that takes too long', async () => {
    const impatient = createDatabase(database.url, { statementTimeout: 300 });
    await expect(impatient.pool.query('select pg_sleep(20)')).rejects.toThrow(/statement timeout/);
    await impatient.close();
  });

  it('belongs to the test alone', async () => {
    const other = await createTestDatabase();
    expect(await other.prisma.environment.count()).toBe(0);
    await other.close();
  });
});

describe('a database whose server goes away', () => {
  it('fails what is in flight and goes on when the server is back', async () => {
    const server = await startTemporaryPostgres();
    await migrate(server.ownerUrl);
    const lost: string[] = [];
    const connections = createDatabase(server.ownerUrl, {
      onConnectionLost: (error) => lost.push(error.message),
    });
    const lent = await connections.pool.connect();
    const inFlight = connections.pool.query('select pg_sleep(20)');
    const failed = expect(inFlight).rejects.toThrow();
    // A third that nobody uses: a query would be told of the loss itself, whoever asked it.
    await connections.pool.query('select');

    const killer = createDatabase(server.administratorUrl, { poolSize: 1 });
    const sleeping = async () =>
      (await killer.pool.query("select from pg_stat_activity where query = 'select pg_sleep(20)'")).rowCount;
    await expect.poll(sleeping).toBe(1);
    await killer.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'countersign' and pid <> pg_backend_pid()`,
    );
    await failed;
    await expect(lent.query('select')).rejects.toThrow();
    lent.release(true);
    await expect.poll(() => lost.length, { timeout: 10_000 }).toBeGreaterThan(0);
    // Each of the three tells its loss when its own socket does; then none of them is left to be handed out.
    await expect.poll(() => connections.pool.totalCount, { timeout: 10_000 }).toBe(0);
    expect(await connections.prisma.model.count()).toBe(0);

    await killer.close();
    await connections.close();
    await server.stop();
  });
});
