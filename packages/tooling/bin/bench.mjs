// npm run bench [-- --soak] [-- --large] [-- NAME…]: every benchmark in turn, as a table and as bench-results.json.
// A benchmark is a program bench/*.bench.mjs whose last line of output is a JSON array of
// {suite?, name, value, unit, ratio?, note?} (the suite is the file's name if it says none); what cannot be measured here is an entry whose note says so.
import { requireNode } from '../src/require-node.mjs';

requireNode();
const { existsSync, readdirSync, writeFileSync } = await import('node:fs');
const { join } = await import('node:path');
const { run } = await import('../src/run-step.mjs');
const { build, environment, install, packageFolders, root } = await import('../src/workspace.mjs');

const soak = process.argv.includes('--soak');
const sizes = ['--soak', '--large'].filter((word) => process.argv.includes(word));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
await install();
await build();

const benchmarks = packageFolders()
  .map((folder) => join(root, folder, 'bench'))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((name) => ({ folder, name })),
  )
  .filter(({ name }) => name.endsWith('.bench.mjs'))
  .filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));

const results = [];
let failed = 0;
for (const { folder, name } of benchmarks) {
  const lines = [];
  console.log(`▸ ${name}${soak ? ' (soak)' : ''}`);
  const status = await run(process.execPath, [join(folder, name), '--json', ...sizes], {
    cwd: join(folder, '..'),
    env: environment(),
    onLine: (line) => lines.push(line),
  });
  try {
    if (status !== 0) throw new Error(`exit code ${status}`);
    const figures = JSON.parse(lines.findLast((line) => line.startsWith('[')) ?? 'null');
    if (!Array.isArray(figures)) throw new Error('its last line is no JSON array of figures');
    results.push(...figures.map((entry) => ({ suite: name.replace('.bench.mjs', ''), ...entry })));
  } catch (error) {
    failed += 1;
    console.error(`✖ ${name}: ${error.message}\n${lines.slice(-20).join('\n')}`);
  }
}

const figure = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const rows = results.map(({ suite, name, value, unit, ratio, note }) => [
  suite,
  name,
  value === null || value === undefined ? 'not run' : `${figure.format(value)} ${unit}`,
  ratio === undefined ? '' : `× ${figure.format(ratio)}`,
  note ?? '',
]);
const heading = ['suite', 'what', 'value', 'ratio', 'note'];
const widths = heading.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column].length)));
for (const row of [heading, ...rows]) {
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
}
writeFileSync(join(root, 'bench-results.json'), `${JSON.stringify(results, null, 2)}\n`);
console.log(
  `${results.length} figures in bench-results.json${failed ? `; ${failed} benchmarks failed` : ''}`,
);
process.exit(failed ? 1 : 0);
