import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { initCluster } from './init-cluster.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { prepareRoles } from './prepare-roles.ts';
import { type ReachOptions, reachServer } from './reach-server.ts';
import { serverAccount } from './server-account.ts';
import { prepareServerFiles } from './server-files.ts';
import { administratorUrl, applicationRole, databaseName, ownerRole, serverUrl } from './server-roles.ts';
import { stopPostmaster } from './stop-postmaster.ts';

export interface EmbeddedPostgresOptions {
  /** Made where it is missing; holds the cluster, the secret of its passwords (0600) and the log. */
  dataDirectory: string;
  /** Told, in whole sentences, what takes time or went wrong. */
  log?: (sentence: string) => void;
  /** PostgreSQL's own settings, such as { fsync: 'off' } for a server that lives as long as one test run. */
  settings?: Record<string, string>;
}

export interface EmbeddedPostgres {
  /** For the running application, as a role that cannot change what is append-only. */
  url: string;
  /** For migrations, as the role that owns the database. */
  ownerUrl: string;
  /** For making further databases, as the cluster's administrator. */
  administratorUrl: string;
  /** True where a server left behind by a killed process was taken over. */
  adopted: boolean;
  /** Ends every connection and stops the server; what was committed stays. */
  stop(): Promise<void>;
}

// Held by the launcher's own connection: the kernel releases it when the launcher dies, however it dies.
const LAUNCHER_LOCK = 4_600_001;

/**
 * Starts PostgreSQL from the npm packages over `dataDirectory`, or takes over the server that a killed process left
 * there, and keeps it running: a server that dies is started again on the same port. One process at a time may do so;
 * a second one is refused with IN_USE. Throws EmbeddedPostgresError.
 */
export async function startEmbeddedPostgres({
  dataDirectory,
  log = () => {},
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  const files = prepareServerFiles(dataDirectory, account);
  const programs = await postgresBinaries(account, files.folder);
  await initCluster(files, programs, account);

  const options: ReachOptions = { files, programs, account, settings, log };
  const { client, port, adopted } = await reachServer(options);
  await takeLauncherLock(client, files.folder);
  const address = { port, secret: files.secret };
  await prepareRoles(client, address);

  let stopping = false;
  const supervise = (keeper: pg.Client) => {
    const lost = () => {
      if (!stopping) void revive();
    };
    keeper.once('end', lost);
    return keeper;
  };
  const revive = async () => {
    log('PostgreSQL is gone; starting it again');
    for (let pause = 200; !stopping; pause = Math.min(2 * pause, 5000)) {
      try {
        const again = await reachServer({ ...options, port, cancelled: () => stopping });
        await takeLauncherLock(again.client, files.folder);
        keeper = supervise(again.client);
        if (stopping) await keeper.end();
        return log('PostgreSQL is back');
      } catch (error) {
        if (!stopping) log(error instanceof Error ? error.message : String(error));
        await sleep(pause);
      }
    }
  };
  let keeper = supervise(client);

  return {
    url: serverUrl(address, applicationRole, databaseName),
    ownerUrl: serverUrl(address, ownerRole, databaseName),
    administratorUrl: administratorUrl(address),
    adopted,
    stop: async () => {
      if (stopping) return;
      stopping = true;
      await keeper.end().catch(() => {});
      await stopPostmaster(files);
    },
  };
}

async function takeLauncherLock(client: pg.Client, folder: string): Promise<void> {
  // The server may need a moment to notice that a killed launcher is gone.
  for (let attempt = 0; attempt < 20; attempt++) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as taken', [LAUNCHER_LOCK]);
    if (rows[0].taken) return;
    await sleep(100);
  }
  await client.end();
  throw new EmbeddedPostgresError(
    'IN_USE',
    `Another Countersign is running on the data in ${folder}. Stop it first, or name another folder in COUNTERSIGN_DATA.`,
  );
}
