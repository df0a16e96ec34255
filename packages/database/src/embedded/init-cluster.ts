import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { isAlive } from './postmaster.ts';
import { runBinary } from './run-binary.ts';
import type { ServerAccount } from './server-account.ts';
import { type ServerFiles, writeForAccount } from './server-files.ts';
import { administratorRole, rolePassword } from './server-roles.ts';

/**
 * Makes PostgreSQL's data directory where there is none. It is made aside and renamed into place, so an interrupted
 * start leaves nothing that looks complete; of two first starts at once the first to finish wins.
 */
export async function initCluster(
  files: ServerFiles,
  programs: string,
  account: ServerAccount | undefined,
): Promise<void> {
  if (existsSync(join(files.cluster, 'PG_VERSION'))) return;
  sweepDrafts(files.folder);
  const draft = join(files.folder, `cluster.${process.pid}`);
  const passwordFile = `${draft}.password`;
  mkdirSync(draft, { mode: 0o700 });
  if (account) chownSync(draft, account.uid, account.gid);
  try {
    writeForAccount(passwordFile, rolePassword(files.secret, administratorRole), account);
    const { ok, output } = await runBinary(
      join(programs, 'initdb'),
      [
        ['--pgdata', draft],
        ['--username', administratorRole],
        ['--auth', 'scram-sha-256', '--pwfile', passwordFile],
        // Collation and case rules come with PostgreSQL itself: no locale of the machine is needed or trusted.
        [
          '--encoding',
          'UTF8',
          '--locale',
          'C',
          '--locale-provider',
          'builtin',
          '--builtin-locale',
          'C.UTF-8',
        ],
      ].flat(),
      account,
    );
    if (!ok) throw new EmbeddedPostgresError('INIT_FAILED', `PostgreSQL could not make its data:\n${output}`);
    moveIntoPlace(draft, files.cluster);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(draft, { recursive: true, force: true });
  }
}

function moveIntoPlace(draft: string, cluster: string): void {
  try {
    renameSync(draft, cluster);
  } catch (cause) {
    if (existsSync(join(cluster, 'PG_VERSION'))) return;
    throw new EmbeddedPostgresError(
      'INIT_FAILED',
      `${cluster} is in the way: it is no data of PostgreSQL. Move it away and start again.`,
      { cause },
    );
  }
}

function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^cluster\.(\d+)(\.password)?$/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
