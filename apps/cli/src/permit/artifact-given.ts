import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Arguments } from '../arguments.ts';
import { usageFailure } from '../command-failure.ts';

/** SHA-256 in hex of what is about to be started: of the file `--artifact`, or as `--digest` says; undefined for neither. */
export async function artifactGiven({ artifact, digest }: Arguments['values']): Promise<string | undefined> {
  if (artifact !== undefined && digest !== undefined) throw usageFailure('Give --artifact or --digest.');
  if (digest !== undefined && !/^[0-9a-f]{64}$/.test(digest))
    throw usageFailure('--digest is a SHA-256 in 64 lower-case hex digits.');
  if (artifact === undefined) return digest;
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(artifact), hash);
  } catch (error) {
    throw usageFailure(`${artifact} cannot be read: ${(error as Error).message}`);
  }
  return hash.digest('hex');
}
