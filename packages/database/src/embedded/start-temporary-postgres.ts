import { existsSync } from 'node:fs';
import { chmod, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findUnreachableFolder } from './find-unreachable-folder.ts';
import { isAlive } from './postmaster.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';
import { stopPostmaster } from './stop-postmaster.ts';

const PREFIX = 'countersign-postgres-';

/** A server for one run, gone with its data when it is stopped; it saves the time that durability costs. */
export async function startTemporaryPostgres(): Promise<EmbeddedPostgres> {
  const place = [tmpdir(), '/tmp', '/var/tmp'].find((path) => !findUnreachableFolder(path)) ?? tmpdir();
  await sweepLeftBehind(place);
  const folder = await mkdtemp(join(place, `${PREFIX}${process.pid}-`));
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({
    dataDirectory: folder,
    settings: {
      // The passwords are drawn, and gone with the server: to hash them thousands of times protects nobody.
      scram_iterations: '1',
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      autovacuum: 'off',
      max_wal_size: '256MB',
      shared_buffers: '64MB',
      wal_level: 'minimal',
      max_wal_senders: '0',
      // Small tables on a busy machine: helping processes cost more than they do.
      io_method: 'sync',
      max_parallel_workers_per_gather: '0',
      jit: 'off',
    },
  });
  return {
    ...server,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Stops and removes what killed runs have left. */
async function sweepLeftBehind(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    const folder = join(place, name);
    if (!pid || isAlive(Number(pid)) || (await lstat(folder)).uid !== process.getuid?.()) continue;
    const cluster = join(folder, 'cluster');
    const pidFile = join(cluster, 'postmaster.pid');
    if (existsSync(pidFile)) {
      await stopPostmaster({ folder, cluster, pidFile, log: join(folder, 'postgres.log'), secret: '' });
    }
    await rm(folder, { recursive: true, force: true });
  }
}
