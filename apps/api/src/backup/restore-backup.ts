import { createReadStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { LoadRefused, loadDatabase } from '@countersign/database';
import { openBlobStore, prepareJobs } from '@countersign/governance';
import { StartFailure } from '../start/start-failure.ts';
import { blobPath, type Manifest, verifyBackup } from './manifest.ts';

export interface RestoreParts {
  readonly ownerUrl: string;
  readonly dataDirectory: string;
  /** Name of the installation key that lies ready here; null where none does. */
  readonly keyName: string | null;
  /** Where it has to lie. */
  readonly keyFile: string;
  readonly say: (sentence: string) => void;
}

/**
 * Puts a backup into an empty database, and its files beside those that are there. Every digest is verified before anything is
 * written. What was published last is left as it is: by it the portal knows that the ledger is behind.
 * @throws StartFailure where the backup is damaged, its key is not here, or the database is not empty
 */
export async function restoreBackup(source: string, parts: RestoreParts): Promise<Manifest> {
  const { ownerUrl, dataDirectory, keyName, keyFile, say } = parts;
  const folder = resolve(source);
  const { manifest, blobs } = await verifyBackup(folder, say);
  if (keyName !== manifest.keyName)
    throw new StartFailure(
      keyName === null
        ? `The installation key ${manifest.keyName} is not here. Put it into ${keyFile} first: without it nobody could sign, and nothing about subjects could be read.`
        : `${keyFile} holds the installation key ${keyName}; the backup needs ${manifest.keyName}. Put that one there first.`,
    );
  say('Putting files back');
  const store = await openBlobStore(join(dataDirectory, 'blobs'));
  for (const digest of blobs)
    if (!(await store.has(digest)))
      await store.put(createReadStream(join(folder, 'blobs', 'sha256', blobPath(digest))), {
        expectedDigest: digest,
        maxBytes: Number.MAX_SAFE_INTEGER,
      });
  try {
    await loadDatabase(ownerUrl, join(folder, 'database'), manifest.database, {
      prepareJobs,
      onProgress: say,
    });
  } catch (error) {
    if (error instanceof LoadRefused) throw new StartFailure(error.message);
    throw error;
  }
  say(
    `The backup of ${manifest.at} is in place. Start the portal; where the ledger is behind what was published, it says so and signs nothing.`,
  );
  return manifest;
}
