import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isAlive, readPidFile, removeStalePidFile } from './postmaster.ts';
import type { ServerFiles } from './server-files.ts';

// SIGINT rolls back what is open and writes a checkpoint; SIGQUIT leaves the rest to the next start's recovery.
const steps: [NodeJS.Signals, milliseconds: number][] = [
  ['SIGINT', 15_000],
  ['SIGQUIT', 5_000],
];

/** Stops the server over these files, if one runs, and waits until its pid file is gone. */
export async function stopPostmaster(files: ServerFiles): Promise<void> {
  for (const [signal, patience] of steps) {
    removeStalePidFile(files);
    const running = readPidFile(files);
    if (!running || !isAlive(running.pid)) return;
    try {
      process.kill(running.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    for (const end = Date.now() + patience; Date.now() < end; await sleep(20)) {
      const left = readPidFile(files);
      if (left?.pid !== running.pid || !isAlive(running.pid)) return;
    }
  }
  throw new EmbeddedPostgresError(
    'IN_USE',
    `PostgreSQL over ${files.cluster} does not stop (log: ${files.log}).`,
  );
}
