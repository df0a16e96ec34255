import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { connectToOwnServer, isAlive, readPidFile, removeStalePidFile } from './postmaster.ts';
import type { ServerAccount } from './server-account.ts';
import type { ServerFiles } from './server-files.ts';
import { freePort, type Postmaster, spawnPostmaster } from './spawn-postmaster.ts';

const PAUSE = 50; // ms between two looks
const PAUSE_AFTER_FAILURE = 300; // ms
const PATIENCE = 30_000; // ms without a server of ours; one that runs may take as long as its recovery does
const WORD = 5_000; // ms between two sentences to whoever waits

// A predecessor that is not quite gone, or a port that was taken meanwhile: worth another try. All else is final.
const passing =
  /lock file .* (already exists|is empty)|shared memory block|could not bind|Address already in use/;

export interface Reached {
  client: pg.Client;
  port: number;
  /** True where the server was running already. */
  adopted: boolean;
}

export interface ReachOptions {
  files: ServerFiles;
  programs: string;
  account: ServerAccount | undefined;
  settings: Record<string, string>;
  log: (sentence: string) => void;
  /** A server that is started again keeps the port that its clients know. */
  port?: number;
  cancelled?: () => boolean;
}

/** Connects to the server over these files: the one that runs, or else one started now. */
export async function reachServer(options: ReachOptions): Promise<Reached> {
  const { files, programs, account, settings, log } = options;
  let postmaster: Postmaster | undefined;
  let nextWord = Date.now() + WORD;
  let waited = 0;
  while (waited < PATIENCE && !options.cancelled?.()) {
    const running = readPidFile(files);
    const client = running?.port ? await connectToOwnServer(files, running.port) : undefined;
    if (client && running) return { client, port: running.port, adopted: postmaster?.pid !== running.pid };

    if (postmaster?.ended()) {
      const output = postmaster.output();
      if (!passing.test(output)) throw startFailed(files, output);
      postmaster = undefined;
      await sleep(PAUSE_AFTER_FAILURE);
      waited += PAUSE_AFTER_FAILURE;
    }
    if (!postmaster) {
      removeStalePidFile(files);
      const held = readPidFile(files);
      if (!held || !isAlive(held.pid)) {
        const port = options.port ?? (await freePort());
        postmaster = await spawnPostmaster(files, programs, account, port, settings);
      }
      waited += PAUSE;
    }
    if (Date.now() > nextWord) {
      log('PostgreSQL is not ready yet (after a crash it first replays its log)');
      nextWord = Date.now() + WORD;
    }
    await sleep(PAUSE);
  }
  throw startFailed(files, postmaster?.output() ?? '');
}

function startFailed(files: ServerFiles, output: string): EmbeddedPostgresError {
  const held = readPidFile(files);
  return new EmbeddedPostgresError(
    'START_FAILED',
    held && isAlive(held.pid)
      ? `Process ${held.pid} holds the data in ${files.cluster} and does not answer to our password. Stop it, then start again.`
      : `The embedded PostgreSQL did not start (its log: ${files.log}). It said:\n${output.split('\n').slice(-12).join('\n')}`,
  );
}
