import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openPool } from './create-database.ts';
import type { TestDatabase } from './create-test-database.ts';
import { startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';
import { lendClient } from './lend-client.ts';

/**
 * The database of a portal that was stopped, on a copy of its data folder: `folder` has the other things that the
 * portal kept. Closing removes the copy.
 */
export async function openTestData(data: string): Promise<TestDatabase & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-data-'));
  // Under the same owners: PostgreSQL runs as another account where the tests run as root.
  await promisify(execFile)('cp', ['-a', `${data}/.`, folder]);
  await chmod(folder, 0o711);
  const { url, ownerUrl, stop } = await startEmbeddedPostgres({
    dataDirectory: folder,
    settings: { fsync: 'off', synchronous_commit: 'off', autovacuum: 'off' },
  });
  const pool = openPool(url);
  const { client, giveBack } = lendClient(pool);
  return {
    prisma: client,
    pool,
    url,
    ownerUrl,
    folder,
    close: async () => {
      if (!pool.ended) await pool.end();
      giveBack();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
