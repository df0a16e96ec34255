import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { StartFailure } from '../start/start-failure.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Name = z.string().regex(/^[a-z_][a-z0-9_]*$/);

/** What a backup says of itself; `SHA256SUMS` beside it holds the digest of this and of every other file. */
export const Manifest = z.object({
  kind: z.literal('countersign-backup'),
  v: z.literal(1),
  at: z.iso.datetime(),
  /** The newest checkpoint of the ledger that is in it, as a signed note; null before the first one. */
  checkpoint: z.nullable(z.string()),
  /** Name of the installation key that opens what is sealed in it. The key itself is kept elsewhere. */
  keyName: z.string(),
  database: z.object({
    migrations: z.array(z.string()),
    tables: z.array(
      z.object({ name: Name, columns: z.array(z.string()), rows: z.int().min(0), sha256: Digest }),
    ),
    sequences: z.array(z.object({ name: Name, value: z.string().regex(/^-?\d+$/), called: z.boolean() })),
    months: z.array(z.iso.date()),
  }),
  blobs: z.object({ count: z.int().min(0), bytes: z.int().min(0), damaged: z.array(Digest) }),
});
export type Manifest = z.infer<typeof Manifest>;

export const blobPath = (digest: string): string => join(digest.slice(0, 2), digest.slice(2));

/** Hex SHA-256 of a file. */
export async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * Reads a backup, every file of it, against its digests.
 * @returns what it says of itself, and the digests of its blobs
 * @throws StartFailure with the first thing that is not as it was written
 */
export async function verifyBackup(
  folder: string,
  say: (sentence: string) => void,
): Promise<{ manifest: Manifest; blobs: string[] }> {
  const sums = await readFile(join(folder, 'SHA256SUMS'), 'utf8').catch(() => {
    throw new StartFailure(`${folder} holds no backup: there is no SHA256SUMS in it.`);
  });
  const files = sums.split('\n').filter((line) => line !== '');
  say(`Verifying ${files.length} files of the backup`);
  const seen = new Set<string>();
  for (const line of files) {
    const [, digest, name] =
      /^([0-9a-f]{64}) {2}((?:database|blobs\/sha256\/[0-9a-f]{2})\/[a-z0-9_.]+|manifest\.json)$/.exec(
        line,
      ) ?? [];
    if (!digest || !name) throw new StartFailure('SHA256SUMS of the backup has a line that no backup has.');
    const found = await sha256Of(join(folder, name)).catch(() => null);
    if (found !== digest)
      throw new StartFailure(
        `${name} of the backup is ${found === null ? 'missing' : 'not what was written'}. Nothing was restored; take another backup.`,
      );
    seen.add(name);
  }
  const manifest = Manifest.safeParse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  if (!seen.has('manifest.json') || !manifest.success)
    throw new StartFailure('The backup is of a form that this program does not read.');
  for (const { name, sha256 } of manifest.data.database.tables)
    if (!files.includes(`${sha256}  database/${name}.ndjson.gz`))
      throw new StartFailure(`The backup lacks the rows of ${name}.`);
  const blobs = [...seen].flatMap((name) =>
    name.startsWith('blobs/') ? [name.slice('blobs/sha256/'.length).replace('/', '')] : [],
  );
  if (blobs.length !== manifest.data.blobs.count)
    throw new StartFailure('The backup lacks files that it says it has.');
  return { manifest: manifest.data, blobs };
}
