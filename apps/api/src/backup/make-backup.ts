import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dumpDatabase } from '@countersign/database';
import { StartFailure } from '../start/start-failure.ts';
import { blobPath, type Manifest, sha256Of } from './manifest.ts';

export interface BackupParts {
  readonly ownerUrl: string;
  readonly dataDirectory: string;
  /** Name of the installation key in use. */
  readonly keyName: string;
  readonly say: (sentence: string) => void;
}

/**
 * Writes a backup while the portal goes on: the database as it is at one moment, then every file of models and reports. The folder
 * has its name once everything in it is on the disk. The installation key is not in it, nor what was published last.
 * @throws StartFailure where the folder is there already
 */
export async function makeBackup(target: string, parts: BackupParts): Promise<Manifest> {
  const { ownerUrl, dataDirectory, keyName, say } = parts;
  const folder = resolve(target);
  if ((await readdir(folder).catch(() => [])).length > 0)
    throw new StartFailure(`${folder} is not empty: a backup takes a folder of its own.`);
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, 'database'), { recursive: true, mode: 0o700 });
  say('Writing the database');
  const { dump, also } = await dumpDatabase(ownerUrl, join(partial, 'database'), async (client) => {
    const { rows } = await client.query<{ at: Date; note: string | null }>(
      'SELECT now() AS at, (SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1) AS note',
    );
    return rows[0]!;
  });
  say('Writing files');
  const { blobs, ...counts } = await copyBlobs(
    join(dataDirectory, 'blobs', 'sha256'),
    join(partial, 'blobs', 'sha256'),
  );
  const manifest: Manifest = {
    kind: 'countersign-backup',
    v: 1,
    at: also.at.toISOString(),
    checkpoint: also.note,
    keyName,
    database: {
      ...dump,
      migrations: [...dump.migrations],
      months: [...dump.months],
      sequences: [...dump.sequences],
      tables: dump.tables.map((table) => ({ ...table, columns: [...table.columns] })),
    },
    blobs: counts,
  };
  await writeWhole(join(partial, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const sums = [
    `${await sha256Of(join(partial, 'manifest.json'))}  manifest.json`,
    ...dump.tables.map(({ name, sha256 }) => `${sha256}  database/${name}.ndjson.gz`),
    ...blobs.map((digest) => `${digest}  blobs/sha256/${blobPath(digest)}`),
  ];
  await writeWhole(join(partial, 'SHA256SUMS'), `${sums.join('\n')}\n`);
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  await syncFolder(dirname(folder));
  const rows = dump.tables.reduce((sum, table) => sum + table.rows, 0);
  say(
    `${basename(folder)}: ${rows} rows of ${dump.tables.length} tables, ${counts.count} files of ${counts.bytes} bytes`,
  );
  for (const digest of counts.damaged)
    say(
      `The file ${digest} is not what its name says, and was left out. Put it back from an earlier backup.`,
    );
  return manifest;
}

/** Copies blobs by their digests. One that is swept meanwhile belongs to nothing; one that is damaged is left out and named. */
async function copyBlobs(
  from: string,
  to: string,
): Promise<{ blobs: string[]; count: number; bytes: number; damaged: string[] }> {
  const blobs: string[] = [];
  const damaged: string[] = [];
  let bytes = 0;
  for (const two of (await readdir(from).catch(() => [])).toSorted()) {
    if (!/^[0-9a-f]{2}$/.test(two)) continue;
    await mkdir(join(to, two), { recursive: true, mode: 0o700 });
    for (const rest of (await readdir(join(from, two))).toSorted()) {
      const digest = `${two}${rest}`;
      if (!/^[0-9a-f]{64}$/.test(digest)) continue;
      const copied = await copyFile(join(from, two, rest), join(to, two, rest));
      if (copied === digest) {
        blobs.push(digest);
        bytes += (await stat(join(to, two, rest))).size;
      } else if (copied !== null) {
        damaged.push(digest);
        await rm(join(to, two, rest));
      }
    }
  }
  return { blobs, count: blobs.length, bytes, damaged };
}

/** @returns hex SHA-256 of what was copied to the disk; null where the file is gone */
async function copyFile(from: string, to: string): Promise<string | null> {
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(
      createReadStream(from),
      hashing,
      createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true }),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await rm(to, { force: true });
    return null;
  }
  return hash.digest('hex');
}

const writeWhole = (file: string, text: string) =>
  writeFile(file, text, { flag: 'wx', mode: 0o600, flush: true });

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
