import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { serverProcessOptions } from './run-binary.ts';
import type { ServerAccount } from './server-account.ts';
import type { ServerFiles } from './server-files.ts';

export interface Postmaster {
  pid: number | undefined;
  ended: () => boolean;
  /** What it has logged since it was spawned. */
  output: () => string;
}

/** Settings of PostgreSQL that every embedded server has: it is reached over the loopback interface alone. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

export async function spawnPostmaster(
  files: ServerFiles,
  programs: string,
  account: ServerAccount | undefined,
  port: number,
  overrides: Record<string, string>,
): Promise<Postmaster> {
  const logged = statSync(files.log, { throwIfNoEntry: false })?.size ?? 0;
  const log = openSync(files.log, 'a', 0o600);
  const options = Object.entries({ ...settings, ...overrides }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(
    join(programs, 'postgres'),
    ['-D', files.cluster, '-p', String(port), ...options],
    // A session of its own: a Ctrl-C in the terminal must reach the launcher, which stops the server last.
    { ...serverProcessOptions(account), stdio: ['ignore', log, log], detached: true },
  );
  closeSync(log);
  child.unref();
  let ended = false;
  const end = () => {
    ended = true;
  };
  child.once('exit', end).once('error', end);
  return {
    pid: child.pid,
    ended: () => ended,
    output: () => readFileSync(files.log).subarray(logged).toString().trim(),
  };
}

/** A port that was free a moment ago; whoever uses it must expect that it is taken by now. */
export function freePort(): Promise<number> {
  return new Promise((settle, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => settle(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
