import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diffToSchema } from '../prisma/schema-diff.mjs';
import { appendOnlyTables } from '../src/append-only-tables.ts';
import { testServerAddress } from '../src/test-server.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { dumpSchema } from './dump-schema.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('the schema', () => {
  it('is the one that was reviewed as schema.sql', async () => {
    await expect(await dumpSchema(database.pool)).toMatchFileSnapshot('../schema.sql');
  });

  it('agrees with the migrations as far as the Prisma schema can say', async () => {
    const { administratorUrl } = testServerAddress();
    const { rows } = await database.pool.query('select inhrelid::regclass::text as name from pg_inherits');
    const partitions = rows.map(({ name }) => `public.${name}`);
    expect(await diffToSchema({ serverUrl: administratorUrl, externalTables: partitions })).toBe('');
  });

  it('guards exactly the append-only tables by triggers', async () => {
    const { rows } = await database.pool.query(
      `select distinct tgrelid::regclass::text as name from pg_trigger where tgname = 'append_only' and tgparentid = 0 order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([...appendOnlyTables].sort());
  });
});
