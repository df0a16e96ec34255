import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError, findEmbeddedPostgres, startEmbeddedPostgres } from '@countersign/database';
import { openInstallationKey } from '@countersign/governance';
import type { Settings } from '../settings.ts';
import { openDataDirectory } from '../start/data-directory.ts';
import { StartFailure } from '../start/start-failure.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';

export type BackupVerb = 'backup' | 'restore';

/** `backup DIR` beside a running portal or without one, `restore DIR` without one; with the settings of the portal. @throws StartFailure and what the database says */
export async function runBackup(
  verb: BackupVerb,
  folder: string,
  settings: Settings,
  say: (sentence: string) => void,
): Promise<void> {
  const dataDirectory = await openDataDirectory(settings, say);
  const keyFile = settings.keyFile ?? join(dataDirectory, 'installation.key');
  const hasKey = await access(keyFile).then(
    () => true,
    () => false,
  );
  const keyName = hasKey ? (await openInstallationKey(keyFile)).keyName : null;
  const database = await openOwner(verb, settings, dataDirectory, say);
  try {
    const { ownerUrl } = database;
    if (verb === 'restore') await restoreBackup(folder, { ownerUrl, dataDirectory, keyName, keyFile, say });
    else {
      if (keyName === null)
        throw new StartFailure(
          `There is no installation key in ${keyFile}: name it in COUNTERSIGN_KEY_FILE.`,
        );
      await makeBackup(folder, { ownerUrl, dataDirectory, keyName, say });
      say(
        `The installation key ${keyName} is not in it. Keep ${keyFile} elsewhere: without it nobody can sign after a restore.`,
      );
    }
  } finally {
    await database.stop();
  }
}

/** A database of one's own, or the embedded one: the server that runs for the portal, or one for this command alone. */
async function openOwner(
  verb: BackupVerb,
  { database }: Settings,
  dataDirectory: string,
  say: (sentence: string) => void,
): Promise<{ ownerUrl: string; stop(): Promise<void> }> {
  if (database) return { ownerUrl: database.ownerUrl, stop: async () => {} };
  try {
    return await startEmbeddedPostgres({ dataDirectory, log: say });
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError) || error.code !== 'IN_USE') throw error;
    const ownerUrl = verb === 'backup' ? await findEmbeddedPostgres(dataDirectory) : null;
    if (!ownerUrl)
      throw verb === 'restore'
        ? new StartFailure('Stop the portal first: a backup is put into an empty place.')
        : error;
    return { ownerUrl, stop: async () => {} };
  }
}
