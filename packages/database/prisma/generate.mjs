// Generates the Prisma client into src/generated, without a network.
// Every command of Prisma's CLI first fetches a native schema engine, unless it is told of an executable to use;
// generating never starts it, so any executable will do.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const cli = createRequire(import.meta.url).resolve('prisma/build/index.js');
const [command = 'generate', ...options] = process.argv.slice(2);
const { status, error } = spawnSync(process.execPath, [cli, command, ...options], {
  cwd: packageFolder,
  stdio: 'inherit',
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
});
if (error) throw error;
process.exit(status ?? 1);
