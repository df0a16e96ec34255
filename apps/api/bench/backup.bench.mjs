// A large installation backed up while people write, and put back elsewhere: row 15 of the proofs in full. The live ledger has what was
// put back as its prefix, and the portal on it signs nothing while it is behind.
// node bench/backup.bench.mjs [--json] [--soak]   (build the packages first). It takes minutes, so it runs with --soak alone.
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';

const people = 20_000;
const name = 'backup of a running portal, and its restore';

const results = process.argv.includes('--soak')
  ? await soak()
  : [{ suite: 'backup', name, value: null, unit: 's', note: 'run with --soak' }];
for (const { value, note } of results)
  console.log(`${name}: ${value === null ? 'not run' : `${value} s`} (${note})`);
if (process.argv.includes('--json')) console.log(JSON.stringify(results));

async function soak() {
  process.env.BACKUP_PEOPLE = String(people);
  const vitest = await startVitest('test', ['test/backup.test.ts'], {
    run: true,
    watch: false,
    root: fileURLToPath(new URL('..', import.meta.url)),
    testTimeout: 600_000,
  });
  const files = vitest.state.getTestModules();
  const isFine = files.length > 0 && files.every((file) => file.ok());
  const tests = files.flatMap((file) => [...file.children.allTests()]);
  const ms = tests.reduce((sum, test) => sum + (test.diagnostic()?.duration ?? 0), 0);
  await vitest.close();
  if (!isFine) process.exit(1);
  return [
    {
      suite: 'backup',
      name,
      value: Math.round(ms / 100) / 10,
      unit: 's',
      note: `${people.toLocaleString('en')} people and their entries, three writers meanwhile; two backups, one restore, verified`,
    },
  ];
}
