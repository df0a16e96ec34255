import { chmodSync, closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { createDatabase, grantApplicationRole, migrate, startEmbeddedPostgres } from '@countersign/database';
import type { TestDatabase } from '@countersign/database/testing';
import { runMigrations } from 'graphile-worker';

export interface SmallDisk {
  readonly database: TestDatabase;
  /** Takes every byte that is left, until `free`. */
  fill(): void;
  free(): void;
}

/** A durable PostgreSQL on a disk of its own that can be filled: `folder` is where a small file system is mounted. */
export async function openSmallDisk(folder: string): Promise<SmallDisk> {
  const data = path.join(folder, 'data');
  const ballast = path.join(folder, 'ballast');
  mkdirSync(data, { recursive: true });
  for (const place of [folder, data]) chmodSync(place, 0o755);
  const server = await startEmbeddedPostgres({
    dataDirectory: data,
    settings: { max_wal_size: '48MB', min_wal_size: '32MB', shared_buffers: '32MB' },
  });
  await migrate(server.ownerUrl);
  await runMigrations({ connectionString: server.ownerUrl });
  await grantApplicationRole(server.ownerUrl, server.url);
  const database = createDatabase(server.url, { statementTimeout: 10_000 });
  const { url, ownerUrl } = server;
  const close = async () => {
    await database.close();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  };
  return {
    database: { ...database, url, ownerUrl, close },
    fill() {
      const file = openSync(ballast, 'a');
      try {
        for (let size = 1 << 20; size >= 1; size >>= 1) {
          const zeroes = Buffer.alloc(size, 1);
          while (fits(file, zeroes));
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
  };
}

function fits(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
