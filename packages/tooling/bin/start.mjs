// npm start: from a fresh clone to a running server, with nothing but Node.
import { requireNode } from '../src/require-node.mjs';

requireNode();
const { join } = await import('node:path');
const { run } = await import('../src/run-step.mjs');
const { build, install, root } = await import('../src/workspace.mjs');

await install();
await build();
const status = await run(
  process.execPath,
  [
    '--enable-source-maps',
    '--import',
    new URL('../src/end-with-parent.mjs', import.meta.url).href,
    join(root, 'apps/api/dist/main.js'),
    ...process.argv.slice(2),
  ],
  { cwd: process.cwd(), env: process.env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
);
process.exit(status);
