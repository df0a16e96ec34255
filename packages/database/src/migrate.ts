import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { MigrationError } from './migration-error.ts';
import { type Migration, readMigrations } from './read-migrations.ts';

export interface MigrateOptions {
  /** Told, in whole sentences, what is being done. */
  onProgress?: (sentence: string) => void;
  /** Another folder of migrations; this package's own by default. */
  folder?: string;
  /** Stops after these: names of migrations that a backup had. All of them by default. */
  only?: readonly string[];
}

const ownMigrations = fileURLToPath(new URL('../prisma/migrations', import.meta.url));

// The lock that Prisma's own engine takes, so that the two never migrate at the same time.
const MIGRATION_LOCK = 72_707_369;

/**
 * Applies what is missing, each migration in a transaction of its own, and returns the names of those applied.
 * The layout and the table of applied migrations are Prisma's, so `prisma migrate` can take over where its engine is
 * available. Throws MigrationError, having changed nothing, where the history does not fit the database.
 */
export async function migrate(
  ownerUrl: string,
  { onProgress = () => {}, folder = ownMigrations, only }: MigrateOptions = {},
): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'countersign migrate' });
  client.on('error', () => {});
  await client.connect();
  try {
    await takeLock(client, onProgress);
    const applied = await readApplied(client);
    const unknown = only?.find((name) => !migrations.some((migration) => migration.name === name));
    if (unknown !== undefined) throw isNewer(unknown);
    const missing = findMissing(migrations, applied).filter(({ name }) => only?.includes(name) ?? true);
    for (const [index, migration] of missing.entries()) {
      onProgress(`Applying migration ${index + 1} of ${missing.length}: ${migration.name}`);
      await apply(client, migration);
    }
    return missing.map(({ name }) => name);
  } finally {
    // Ending the session also releases the lock.
    await client.end();
  }
}

async function takeLock(client: pg.Client, onProgress: (sentence: string) => void): Promise<void> {
  const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [MIGRATION_LOCK]);
  if (rows[0].taken) return;
  onProgress('Another process is migrating this database; waiting for it');
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
}

interface Applied {
  checksum: string;
  finished: boolean;
}

async function readApplied(client: pg.Client): Promise<Map<string, Applied>> {
  await client.query(`create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`);
  const { rows } = await client.query(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
  );
  return new Map(
    rows.map((row) => [row.migration_name, { checksum: row.checksum, finished: row.finished_at !== null }]),
  );
}

const isNewer = (name: string) =>
  new MigrationError(
    'DATABASE_IS_NEWER',
    `The database has migration ${name}, which this version of Countersign does not know. Start the newer version, or restore a backup from before it.`,
  );

/** Refuses a history that this program does not know before anything is applied. */
function findMissing(migrations: Migration[], applied: Map<string, Applied>): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const [name, { checksum, finished }] of applied) {
    const migration = known.get(name);
    if (!migration) {
      throw isNewer(name);
    }
    if (!finished) {
      throw new MigrationError(
        'FAILED_EARLIER',
        `Migration ${name} began earlier and never finished. Repair the database, then mark it with "prisma migrate resolve".`,
      );
    }
    if (checksum !== migration.checksum) {
      throw new MigrationError(
        'EDITED',
        `Migration ${name} was edited after it was applied. Restore its file and put the change into a new migration.`,
      );
    }
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('begin');
  try {
    // Without parameters the whole file is one simple query: many statements, function bodies included.
    await client.query(sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => {});
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError('MIGRATION_FAILED', `Migration ${name} failed and was rolled back: ${reason}`, {
      cause,
    });
  }
}
