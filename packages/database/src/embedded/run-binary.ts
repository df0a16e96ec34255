import { spawn } from 'node:child_process';
import type { ServerAccount } from './server-account.ts';

/** What the server's programs are started with; settings of the surrounding shell (PGDATA, PGPORT, …) stay outside. */
export function serverProcessOptions(account: ServerAccount | undefined) {
  return {
    // The present folder may be closed to the server's account.
    cwd: '/',
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(account && { uid: account.uid, gid: account.gid }),
  };
}

/** Runs one of PostgreSQL's programs to its end; `output` is all that it wrote. Never throws. */
export function runBinary(
  file: string,
  options: string[],
  account: ServerAccount | undefined,
): Promise<{ ok: boolean; output: string }> {
  return new Promise((settle) => {
    const child = spawn(file, options, {
      ...serverProcessOptions(account),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => settle({ ok: false, output: error.message }));
    child.on('close', (status) => settle({ ok: status === 0, output: output.trim() }));
  });
}
