// npm run check: everything that is refused without being run. All steps run, whatever fails before them.
import { requireNode } from '../src/require-node.mjs';

requireNode();
const { join } = await import('node:path');
const { run } = await import('../src/run-step.mjs');
const { environment, install, root } = await import('../src/workspace.mjs');

const own = (name) => join(root, 'packages/tooling', name);
const program = (name) => own(`node_modules/.bin/${name}`);
const steps = [
  {
    title: 'Types',
    command: [
      'turbo',
      'run',
      'types',
      '--continue',
      '--output-logs=errors-only',
      '--log-order=grouped',
      '--concurrency=2',
    ],
  },
  { title: 'Biome', command: [program('biome'), 'check', '--error-on-warnings', '--max-diagnostics=50'] },
  { title: 'Import law', command: [process.execPath, own('bin/check-imports.mjs')] },
  { title: 'File vocabulary', command: [process.execPath, own('bin/check-vocabulary.mjs')] },
  {
    title: 'Dead code',
    command: [
      program('knip'),
      '--config',
      'packages/tooling/knip.config.mjs',
      '--no-progress',
      '--no-config-hints',
    ],
  },
];

await install();
let failed = 0;
for (const { title, command } of steps) {
  const start = Date.now();
  const lines = [];
  const [name, ...options] = command;
  const status = await run(name, options, {
    cwd: root,
    env: environment({ FORCE_COLOR: process.stdout.isTTY ? '1' : '0' }),
    onLine: (line) => lines.push(line),
  });
  const time = `${((Date.now() - start) / 1000).toFixed(1)} s`;
  console.log(`${status === 0 ? '✔' : '✖'} ${title} (${time})`);
  if (status !== 0) {
    failed += 1;
    console.log(`\n${lines.map((line) => `    ${line}`).join('\n')}\n`);
  }
}
console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${steps.length} checks failed.`);
process.exit(failed === 0 ? 0 : 1);
