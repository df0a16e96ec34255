import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../migrate.ts';
import { type DatabaseDump, type DumpedTable, tablesOf } from './dump-database.ts';
import { readRows, type TextRow } from './table-file.ts';

export interface LoadOptions {
  /** Makes the tables of the job queue, as the owner. */
  readonly prepareJobs: (ownerUrl: string) => Promise<void>;
  readonly onProgress?: (sentence: string) => void;
}

/** Why a database takes no backup: a sentence that says what to do. */
export class LoadRefused extends Error {
  override readonly name = 'LoadRefused';
}

const atOnce = 200;

/**
 * Puts a dump into an empty database: the migrations that made it are applied, then all rows in one transaction, whose
 * end checks every reference. It is there whole or not at all.
 * @throws LoadRefused where the database is not empty, MigrationError where the dump is of a newer program
 */
export async function loadDatabase(
  ownerUrl: string,
  folder: string,
  dump: DatabaseDump,
  { prepareJobs, onProgress = () => {} }: LoadOptions,
): Promise<void> {
  await refuseFull(ownerUrl);
  await migrate(ownerUrl, { onProgress, only: dump.migrations });
  await prepareJobs(ownerUrl);
  await connected(ownerUrl, async (client) => {
    await client.query("SET timezone = 'UTC'; SET datestyle = 'ISO'");
    await client.query('BEGIN');
    const here = new Set((await tablesOf(client)).map(({ name }) => name));
    const tables = dump.tables.filter(({ name }) => here.has(name));
    const lost = dump.tables.filter(({ name }) => name !== 'job' && !here.has(name));
    if (lost.length > 0)
      throw new LoadRefused(`The backup has tables that are unknown here: ${lost[0]!.name}.`);
    const references = await dropReferences(client);
    const names = tables.map(({ name }) => pg.escapeIdentifier(name));
    for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
    for (const name of names) await client.query(`DELETE FROM ${name}`);
    for (const month of dump.months)
      await client.query('SELECT ensure_prediction_partitions($1::date, 1)', [month]);
    for (const table of tables) {
      onProgress(`Putting back ${table.name}`);
      await loadTable(client, folder, table);
    }
    for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
    onProgress('Checking every reference');
    for (const sql of references) await client.query(sql);
    for (const { name, value, called } of dump.sequences)
      await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [
        pg.escapeIdentifier(name),
        value,
        called,
      ]);
    for (const table of dump.tables) if (table.name === 'job') await loadJobs(client, folder);
    await client.query('COMMIT');
  });
}

async function connected(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'countersign restore',
    statement_timeout: 0,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** What migrations alone make is empty; anything that somebody did is not. */
const refuseFull = (ownerUrl: string) =>
  connected(ownerUrl, async (client) => {
    const { rows } = await client.query<{ tables: number; ours: boolean }>(
      `SELECT count(*)::int AS tables, to_regclass('public.ledger_entry') IS NOT NULL AS ours FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    const { tables, ours } = rows[0]!;
    if (tables === 0) return;
    const { rows: found } = ours
      ? await client.query('SELECT FROM ledger_entry UNION ALL SELECT FROM person LIMIT 1')
      : { rows: [{}] };
    if (found.length > 0)
      throw new LoadRefused(
        'The database is not empty. A backup is put into an empty one alone: move the old one aside first.',
      );
  });

/** Rows come table by table, so references are taken off and put back at the end. @returns SQL that puts them back */
async function dropReferences(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; table: string; definition: string }>(
    `SELECT conname::text AS name, conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND conparentid = 0 ORDER BY conname`,
  );
  for (const { name, table } of rows)
    await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`);
  return rows.map(
    ({ name, table, definition }) =>
      `ALTER TABLE ${table} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`,
  );
}

async function loadTable(client: pg.Client, folder: string, { name, columns, rows: expected }: DumpedTable) {
  const { rows: types } = await client.query<{ column: string; type: string }>(
    `SELECT attname::text AS column, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0`,
    [pg.escapeIdentifier(name)],
  );
  const typeOf = new Map(types.map(({ column, type }) => [column, type]));
  const list = columns.map((column) => pg.escapeIdentifier(column));
  const sql = `INSERT INTO ${pg.escapeIdentifier(name)} (${list.join(', ')}) OVERRIDING SYSTEM VALUE
    SELECT ${columns.map((column, index) => `r.c${index}::${typeOf.get(column)}`).join(', ')}
    FROM unnest(${columns.map((_, index) => `$${index + 1}::text[]`).join(', ')}) AS r (${columns.map((_, index) => `c${index}`).join(', ')})`;
  let loaded = 0;
  for await (const batch of batches(readRows(join(folder, `${name}.ndjson.gz`)))) {
    await client.query(
      sql,
      columns.map((_, index) => batch.map((row) => row[index])),
    );
    loaded += batch.length;
  }
  if (loaded !== expected)
    throw new LoadRefused(`${name} has ${loaded} rows in the backup, and should have ${expected}.`);
}

async function* batches(rows: AsyncIterable<TextRow>): AsyncGenerator<TextRow[]> {
  let batch: TextRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < atOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function loadJobs(client: pg.Client, folder: string): Promise<void> {
  for await (const job of readRows(join(folder, 'job.ndjson.gz')))
    await client.query(
      `SELECT graphile_worker.add_job($1, payload => $2::json, run_at => $3::timestamptz, job_key => $4, max_attempts => $5::int, priority => $6::int)`,
      [...job],
    );
}
