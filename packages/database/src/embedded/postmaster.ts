import { readFileSync, rmSync } from 'node:fs';
import pg from 'pg';
import type { ServerFiles } from './server-files.ts';
import { administratorUrl } from './server-roles.ts';

/** Whether a process of this id exists; a zombie does. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What PostgreSQL's pid file says: line 1 is the process, line 4 the port. */
export function readPidFile({ pidFile }: ServerFiles): { pid: number; port: number } | undefined {
  try {
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, port: Number(lines[3] ?? 0) } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Removes a pid file whose process cannot be the server: a zombie that nobody reaps, or an unrelated process that was
 * given the same id (usual in containers, whose ids start from 1). PostgreSQL would wait for it for ever. Its own lock
 * on shared memory still refuses a second server on the same data.
 */
export function removeStalePidFile(files: ServerFiles): void {
  const running = readPidFile(files);
  if (!running || process.platform !== 'linux' || !isAlive(running.pid)) return;
  try {
    const [, state] = /^\d+ \(.*\) (\S)/s.exec(readFileSync(`/proc/${running.pid}/stat`, 'utf8')) ?? [];
    const command = readFileSync(`/proc/${running.pid}/cmdline`, 'utf8').split('\0');
    if (state === 'Z' || !command.includes(files.cluster)) rmSync(files.pidFile, { force: true });
  } catch {
    // The process ended while it was looked at: PostgreSQL finds that out by itself.
  }
}

/** A connection of the launcher's own to the server on `port`, if that server is the one over these files. */
export async function connectToOwnServer(files: ServerFiles, port: number): Promise<pg.Client | undefined> {
  const client = new pg.Client({
    connectionString: administratorUrl({ port, secret: files.secret }),
    connectionTimeoutMillis: 2000,
    application_name: 'countersign launcher',
    keepAlive: true,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query('show data_directory');
    if (rows[0].data_directory === files.cluster) return client;
  } catch {
    // Not listening yet, still recovering, or a server that does not know our password.
  }
  await client.end().catch(() => {});
  return undefined;
}
