import { grantApplicationRole, migrate, startEmbeddedPostgres } from '@countersign/database';
import type { Settings } from '../settings.ts';

export interface OpenedDatabase {
  /** For the running application. */
  readonly url: string;
  /** Whether grants protect the ledger as well as triggers. */
  readonly isGranted: boolean;
  stop(): Promise<void>;
}

/**
 * The database, started where it is ours to start, with every migration applied.
 * @param say told, in sentences, what takes time
 * @param prepareJobs makes the tables of the job queue, as the owner
 */
export async function openDatabase(
  settings: Settings,
  dataDirectory: string,
  say: (sentence: string) => void,
  prepareJobs: (ownerUrl: string) => Promise<void>,
): Promise<OpenedDatabase> {
  const embedded = settings.database ? null : await startEmbeddedPostgres({ dataDirectory, log: say });
  const { url, ownerUrl } = settings.database ?? embedded!;
  try {
    await migrate(ownerUrl, { onProgress: say });
    await prepareJobs(ownerUrl);
    const isGranted = await grantApplicationRole(ownerUrl, url);
    return { url, isGranted, stop: async () => embedded?.stop() };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
