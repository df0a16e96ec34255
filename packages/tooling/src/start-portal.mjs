import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/** The built portal. */
export const main = join(root, 'apps/api/dist/main.js');
/** The portal refuses settings that it does not know, and what the tests tell each other shares its prefix. */
export const withoutSettings = (env) =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(COUNTERSIGN_|DATABASE_|HOST$|PORT$)/.test(name)),
  );

/** A folder for the data of a portal that is measured; the embedded PostgreSQL may run as another account. */
export function temporaryFolder(place = tmpdir()) {
  const folder = mkdtempSync(join(place, 'countersign-bench-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** The built portal as a process of its own, with the examples loaded; `stop` removes its folder. */
export async function startPortal({ folder = temporaryFolder(), settings = {} } = {}) {
  const server = spawn(process.execPath, [main], {
    env: {
      ...withoutSettings(process.env),
      COUNTERSIGN_DATA: folder,
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let printed = '';
    server.stdout.on('data', (chunk) => {
      printed += chunk;
      const found = /Countersign is at (\S+)/.exec(printed);
      if (found) resolve(found[1]);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${printed}`)));
  });
  return {
    url,
    tokens: JSON.parse(readFileSync(join(folder, 'demo-tokens.json'), 'utf8')),
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
