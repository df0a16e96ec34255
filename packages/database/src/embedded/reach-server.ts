import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { connectToOwnServer, isAlive, readPidFile, removeStalePidFile } from './postmaster.ts';
import type { ServerAccount } from './server-account.ts';
import type { ServerFiles } from './server-files.ts';
import { freePort, type Postmaster, spawnPostmaster } from './spawn-postmaster.ts';

const PATIENCE = 60_000; // ms without a running server; one that runs may take as long as its recovery does
const PAUSE = 50; // ms

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
  const { files, log } = options;
  let postmaster: Postmaster | undefined;
  let lastOutput = '';
  let deadline = Date.now() + PATIENCE;
  let nextWord = Date.now() + 5000;
  while (Date.now() < deadline && !options.cancelled?.()) {
    const running = readPidFile(files);
    const client = running?.port ? await connectToOwnServer(files, running.port) : undefined;
    if (client && running) {
      return { client, port: running.port, adopted: postmaster === undefined || postmaster.ended() };
    }
    if (postmaster?.ended()) {
      lastOutput = postmaster.output();
      postmaster = undefined;
      await sleep(10 * PAUSE);
    }
    removeStalePidFile(files);
    const held = readPidFile(files);
    if (!postmaster && !(held && isAlive(held.pid))) {
      const port = options.port ?? (await freePort());
      postmaster = await spawnPostmaster(files, options.programs, options.account, port, options.settings);
    }
    if (postmaster && !postmaster.ended()) deadline = Date.now() + PATIENCE;
    if (Date.now() > nextWord) {
      log('PostgreSQL is not ready yet (after a crash it first replays its log)');
      nextWord = Date.now() + 5000;
    }
    await sleep(PAUSE);
  }
  const held = readPidFile(files);
  throw new EmbeddedPostgresError(
    'START_FAILED',
    held && isAlive(held.pid)
      ? `Process ${held.pid} holds the data in ${files.cluster} and does not answer to our password. Stop it, then start again.`
      : `The embedded PostgreSQL did not start (its log: ${files.log}). It said last:\n${lastLines(lastOutput)}`,
  );
}

const lastLines = (text: string) => text.split('\n').slice(-12).join('\n');
