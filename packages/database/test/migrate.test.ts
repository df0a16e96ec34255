import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrationsFolder } from '../prisma/schema-diff.mjs';
import { migrate } from '../src/migrate.ts';
import { testServerAddress } from '../src/test-server.ts';

let folder: string;
let name: string;
let url: string;
let counter = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-migrations-'));
  write('20260101000000_first', 'create table first (id int);');
  write(
    '20260102000000_second',
    `create table second (id int);
     create function answer() returns int language plpgsql as $$ begin return 42; end $$;`,
  );
  name = `migrate_${process.pid}_${counter++}`;
  const address = new URL(testServerAddress().administratorUrl);
  await query(address.href, `create database ${name}`);
  address.pathname = `/${name}`;
  url = address.href;
});

afterEach(async () => {
  await query(testServerAddress().administratorUrl, `drop database ${name} with (force)`);
  rmSync(folder, { recursive: true });
});

function write(migration: string, sql: string) {
  mkdirSync(join(folder, migration), { recursive: true });
  writeFileSync(join(folder, migration, 'migration.sql'), sql);
}

async function query(address: string, sql: string) {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  it('applies what is missing, in order, once', async () => {
    const said: string[] = [];
    expect(await migrate(url, { folder, onProgress: (sentence) => said.push(sentence) })).toEqual([
      '20260101000000_first',
      '20260102000000_second',
    ]);
    expect(said).toEqual([
      'Applying migration 1 of 2: 20260101000000_first',
      'Applying migration 2 of 2: 20260102000000_second',
    ]);
    write('20260103000000_third', 'create table third (id int);');
    expect(await migrate(url, { folder })).toEqual(['20260103000000_third']);
    expect(await migrate(url, { folder })).toEqual([]);
    expect(await query(url, 'select answer()')).toEqual([{ answer: 42 }]);
  });

  it('applies each once where several processes migrate at the same time', async () => {
    const runs = await Promise.all(Array.from({ length: 5 }, () => migrate(url, { folder })));
    expect(runs.filter((applied) => applied.length > 0)).toHaveLength(1);
    expect(await query(url, 'select count(*)::int from _prisma_migrations')).toEqual([{ count: 2 }]);
  });

  it('leaves nothing of a migration that fails, keeps those before it, and goes on when it is mended', async () => {
    write('20260102000000_second', 'create table half (id int); select 1/0;');
    await expect(migrate(url, { folder })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: 'Migration 20260102000000_second failed and was rolled back: division by zero',
    });
    expect(
      await query(url, `select to_regclass('first') is not null as first, to_regclass('half') as half`),
    ).toEqual([{ first: true, half: null }]);
    write('20260102000000_second', 'create table whole (id int);');
    expect(await migrate(url, { folder })).toEqual(['20260102000000_second']);
  });

  it('refuses a migration that was edited after it was applied', async () => {
    await migrate(url, { folder });
    write('20260101000000_first', 'create table first (id bigint);');
    write('20260103000000_third', 'create table third (id int);');
    await expect(migrate(url, { folder })).rejects.toMatchObject({
      code: 'EDITED',
      message: expect.stringContaining('20260101000000_first was edited'),
    });
    expect(await query(url, `select to_regclass('third') as third`)).toEqual([{ third: null }]);
  });

  it('refuses a database that a newer version has migrated', async () => {
    await migrate(url, { folder });
    rmSync(join(folder, '20260102000000_second'), { recursive: true });
    await expect(migrate(url, { folder })).rejects.toMatchObject({ code: 'DATABASE_IS_NEWER' });
  });

  it("refuses a migration that Prisma's engine began and never finished", async () => {
    await migrate(url, { folder });
    await query(
      url,
      `update _prisma_migrations set finished_at = null where migration_name = '20260102000000_second'`,
    );
    await expect(migrate(url, { folder })).rejects.toMatchObject({ code: 'FAILED_EARLIER' });
  });

  it('applies this package’s own migrations to a bare database', async () => {
    cpSync(migrationsFolder, folder, { recursive: true });
    rmSync(join(folder, '20260101000000_first'), { recursive: true });
    rmSync(join(folder, '20260102000000_second'), { recursive: true });
    expect(await migrate(url)).toEqual(
      await query(url, 'select migration_name from _prisma_migrations').then((rows) =>
        rows.map((row) => row.migration_name).sort(),
      ),
    );
    expect(await migrate(url, { folder })).toEqual([]);
  });
});
