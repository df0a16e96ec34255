import { join } from 'node:path';
import pg from 'pg';
import { type TextRow, writeRows } from './table-file.ts';

export interface DumpedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Hex SHA-256 of `<name>.ndjson.gz`. */
  readonly sha256: string;
}

/** What a dump holds, beside its files. */
export interface DatabaseDump {
  /** Names of the migrations that made the tables, in their order. */
  readonly migrations: readonly string[];
  readonly tables: readonly DumpedTable[];
  readonly sequences: readonly { readonly name: string; readonly value: string; readonly called: boolean }[];
  /** First days of the months that predictions have a partition of, `YYYY-MM-DD`. */
  readonly months: readonly string[];
}

/** Rows that are in memory at a time. */
const atOnce = 200;
/** Columns of what waits in the job queue, in a form that every version of it takes. */
const jobs = {
  name: 'job',
  columns: ['identifier', 'payload', 'run_at', 'key', 'max_attempts', 'priority'],
  sql: `SELECT t.identifier, j.payload::text, j.run_at::text, j.key, j.max_attempts::text, j.priority::text
    FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id ORDER BY j.id`,
} as const;

/**
 * Writes everything that the database holds at one moment into `folder`, while others go on writing: one transaction sees
 * one state. `also` reads what else belongs to that state. Schema and grants are not written: migrations make them.
 */
export async function dumpDatabase<Also>(
  ownerUrl: string,
  folder: string,
  also: (client: pg.Client) => Promise<Also>,
): Promise<{ dump: DatabaseDump; also: Also }> {
  const client = new pg.Client({
    connectionString: ownerUrl,
    application_name: 'countersign backup',
    statement_timeout: 0,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query("SET timezone = 'UTC'; SET datestyle = 'ISO'; SET bytea_output = 'hex'");
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const read = await also(client);
    const tables: DumpedTable[] = [];
    const keys = await keysOf(client);
    for (const { name, columns } of await tablesOf(client)) {
      const values = columns.map((column) => `${pg.escapeIdentifier(column)}::text`).join(', ');
      const key = keys.get(name)?.map((column) => `t.${pg.escapeIdentifier(column)}`);
      // In the order of the key, not of the disk: the same rows have the same digest, wherever they lie.
      const order = key ? `ORDER BY ${key.join(', ')}` : '';
      const sql = `SELECT ${values} FROM ${pg.escapeIdentifier(name)} t ${order}`;
      tables.push({ name, columns, ...(await writeTable(client, folder, name, sql)) });
    }
    const { name, columns, sql } = jobs;
    tables.push({ name, columns, ...(await writeTable(client, folder, name, sql)) });
    const dump = { tables, ...(await readPlaces(client)) };
    await client.query('COMMIT');
    return { dump, also: read };
  } finally {
    await client.end();
  }
}

const writeTable = (client: pg.Client, folder: string, name: string, sql: string) =>
  writeRows(join(folder, `${name}.ndjson.gz`), rowsOf(client, sql));

async function* rowsOf(client: pg.Client, sql: string): AsyncGenerator<TextRow> {
  await client.query(`DECLARE backup NO SCROLL CURSOR FOR ${sql}`);
  for (;;) {
    const { rows } = await client.query<TextRow & unknown[]>({
      text: `FETCH ${atOnce} FROM backup`,
      rowMode: 'array',
    });
    yield* rows;
    if (rows.length < atOnce) break;
  }
  await client.query('CLOSE backup');
}

/** Tables of ours, whole ones for their partitions, with the columns that are stored. */
export async function tablesOf(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> '_prisma_migrations'
     GROUP BY c.relname ORDER BY c.relname`,
  );
  return rows;
}

/** Columns of the primary keys, by table. */
async function keysOf(client: pg.Client): Promise<ReadonlyMap<string, string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname::text AS name, array_agg(a.attname::text ORDER BY k.place) AS columns
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
     WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

async function readPlaces(client: pg.Client): Promise<Omit<DatabaseDump, 'tables'>> {
  const { rows: migrations } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name',
  );
  const { rows: named } = await client.query<{ name: string }>(
    "SELECT relname::text AS name FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace ORDER BY relname",
  );
  const sequences = [];
  for (const { name } of named) {
    const { rows } = await client.query<{ value: string; called: boolean }>(
      `SELECT last_value::text AS value, is_called AS called FROM ${pg.escapeIdentifier(name)}`,
    );
    sequences.push({ name, ...rows[0]! });
  }
  const { rows: parts } = await client.query<{ month: string }>(
    `SELECT replace(substr(relname, 12), '_', '-') || '-01' AS month FROM pg_class
     WHERE relispartition AND relkind = 'r' AND relname ~ '^prediction_\\d{4}_\\d{2}$' ORDER BY 1`,
  );
  return {
    migrations: migrations.map(({ name }) => name),
    sequences,
    months: parts.map(({ month }) => month),
  };
}
