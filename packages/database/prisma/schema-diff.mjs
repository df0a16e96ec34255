// Compares the schema folder with nothing, or with the migrations, by Prisma's schema engine in its WebAssembly build:
// the native engine would have to be downloaded at install time.
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { deskAdapterFactory, EngineAdapterFactory } from './engine-adapter.mjs';

const here = dirname(fileURLToPath(import.meta.url));
export const schemaFolder = join(here, 'schema');
export const migrationsFolder = join(here, 'migrations');

// Once per process: the bindings keep views of the first instance's memory.
let engineLoading;
const loadEngine = () => {
  engineLoading ??= instantiateEngine();
  return engineLoading;
};

async function instantiateEngine() {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings.SchemaEngine;
}

async function readSchema(folder) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.prisma')).sort();
  const read = async (name) => ({ path: name, content: await readFile(join(folder, name), 'utf8') });
  return Promise.all(names.map(read));
}

async function readMigrations(folder) {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const read = async (name) => {
    const value = await readFile(join(folder, name, 'migration.sql'), 'utf8');
    return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok', value } } };
  };
  return {
    baseDir: folder,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    migrationDirectories: await Promise.all(names.sort().map(read)),
  };
}

/**
 * The SQL that leads to the schema folder, or '' where nothing is missing. Without `serverUrl` it starts from an empty
 * database and asks no server; with it, from the migrations, played into a shadow database on that server.
 * Columns, indexes and keys are compared; triggers, functions, checks and partitions are not part of Prisma's language.
 */
export async function diffToSchema({
  serverUrl,
  schema = schemaFolder,
  migrations = migrationsFolder,
  externalTables = [],
}) {
  const SchemaEngine = await loadEngine();
  const files = await readSchema(schema);
  const adapters = serverUrl ? new EngineAdapterFactory(serverUrl) : deskAdapterFactory;
  const factory = bindMigrationAwareSqlAdapterFactory(adapters);
  try {
    const datamodels = files.map(({ path, content }) => [path, content]);
    const engine = await SchemaEngine.new({ datamodels }, () => {}, factory);
    const { stdout, exitCode } = await engine.diff({
      from: serverUrl ? { tag: 'migrations', ...(await readMigrations(migrations)) } : { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables, externalEnums: [] },
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  } finally {
    await adapters.pool?.end();
  }
}
