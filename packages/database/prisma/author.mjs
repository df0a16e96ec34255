// Authors migrations from the schema folder.
//   node prisma/author.mjs --from-empty   prints the SQL of the whole schema
//   node prisma/author.mjs NAME           writes migrations/<time>_NAME/migration.sql: what the migrations lack
// The result is a draft: triggers, checks, partitions and data moves are added by hand before it is committed.
// A schema folder other than prisma/schema may be named with --schema FOLDER.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diffToSchema, migrationsFolder, schemaFolder } from './schema-diff.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'from-empty': { type: 'boolean' }, schema: { type: 'string', default: schemaFolder } },
});

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

async function draft() {
  const { startTemporaryPostgres } = await import('../dist/testing.js').catch(() =>
    fail('Build this package first: the draft is made against an embedded PostgreSQL (npm run build).'),
  );
  const server = await startTemporaryPostgres();
  try {
    return await diffToSchema({ serverUrl: server.administratorUrl, schema: values.schema });
  } finally {
    await server.stop();
  }
}

try {
  if (values['from-empty']) {
    console.log(await diffToSchema({ schema: values.schema }));
  } else {
    const name = positionals[0] ?? fail('Give the migration a name: node prisma/author.mjs add-recall');
    if (!/^[a-z0-9][a-z0-9_-]*$/.test(name)) fail(`"${name}" is no migration name: a-z, 0-9, - and _ are.`);
    const sql = await draft();
    if (!sql) {
      console.log('The migrations already lead to the schema: nothing to write.');
    } else {
      const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
      const folder = join(migrationsFolder, `${time}_${name.replaceAll('-', '_')}`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'migration.sql'), sql);
      await writeFile(join(migrationsFolder, 'migration_lock.toml'), 'provider = "postgresql"\n');
      console.log(join(folder, 'migration.sql'));
    }
  }
} catch (error) {
  fail(error.message);
}
