import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Refusal } from '@countersign/contracts';

/** Bytes from `start` to `end`, both inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface PutOptions {
  /** Hex SHA-256 that the bytes must have. */
  readonly expectedDigest?: string;
  readonly maxBytes: number;
}

/** Content-addressed bytes: the digest is the only name. An object store fits behind it. */
export interface BlobStore {
  /**
   * Stores the bytes durably; memory stays bounded by the chunks of the source.
   * @throws Refusal TOO_LARGE or DIGEST_MISMATCH, after which nothing is left behind
   */
  put(
    source: Uint8Array | AsyncIterable<Uint8Array>,
    options: PutOptions,
  ): Promise<{ readonly digest: string; readonly size: number }>;
  open(digest: string, range?: ByteRange): Readable;
  has(digest: string): Promise<boolean>;
  /** Bytes, or null where there is no such blob. */
  size(digest: string): Promise<number | null>;
  /** Where a local process (the scorer) can read the bytes. */
  pathOf(digest: string): string;
  /** When the bytes were last put, in ms since 1970; null where there are none. */
  putAt(digest: string): Promise<number | null>;
  remove(digest: string): Promise<void>;
  /** Every digest that is stored, in no order. */
  digests(): AsyncIterable<string>;
}

const isAbsent = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';
const isDigest = (text: string) => /^[0-9a-f]{64}$/.test(text);
const dayMs = 86_400_000;

/**
 * Blobs as files, `sha256/<two digits>/<sixty-two digits>`. They are written aside and renamed into place when the file
 * and its folder are on disk, so that a name never shows half of its bytes. Paths are made of checked digests alone.
 */
export async function openBlobStore(directory: string): Promise<BlobStore> {
  const root = path.resolve(directory, 'sha256');
  const aside = path.resolve(directory, 'aside');
  await mkdir(root, { recursive: true, mode: 0o700 });
  await mkdir(aside, { recursive: true, mode: 0o700 });
  await removeAbandoned(aside);

  const pathOf = (digest: string): string => {
    if (!isDigest(digest)) throw new TypeError('a blob is named by 64 lower-case hex digits');
    return path.join(root, digest.slice(0, 2), digest.slice(2));
  };
  const statOf = (digest: string) =>
    stat(pathOf(digest)).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    });

  return {
    async put(source, options) {
      const file = path.join(aside, randomUUID());
      try {
        const written = await write(file, source instanceof Uint8Array ? [source] : source, options.maxBytes);
        if (options.expectedDigest !== undefined && written.digest !== options.expectedDigest) {
          throw new Refusal('DIGEST_MISMATCH', 'The bytes do not have the digest that was announced.', {
            expected: options.expectedDigest,
            digest: written.digest,
          });
        }
        const target = pathOf(written.digest);
        const folder = path.dirname(target);
        if (await mkdir(folder, { recursive: true, mode: 0o700 })) await syncFolder(root);
        await rename(file, target);
        await syncFolder(folder);
        return written;
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
    open: (digest, range) =>
      createReadStream(pathOf(digest), range ? { start: range.start, end: range.end } : {}),
    has: async (digest) => (await statOf(digest)) !== null,
    size: async (digest) => (await statOf(digest))?.size ?? null,
    pathOf,
    putAt: async (digest) => (await statOf(digest))?.mtimeMs ?? null,
    remove: (digest) => rm(pathOf(digest), { force: true }),
    async *digests() {
      for (const folder of await readdir(root)) {
        for (const name of await readdir(path.join(root, folder))) {
          if (isDigest(folder + name)) yield folder + name;
        }
      }
    },
  };
}

async function write(
  file: string,
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  maxBytes: number,
) {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes)
        throw new Refusal('TOO_LARGE', `The file is larger than ${maxBytes} bytes.`, { maxBytes });
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { digest: hash.digest('hex'), size };
}

/** A rename is durable once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What a killed process left half written; a day is longer than any upload lives. */
async function removeAbandoned(aside: string): Promise<void> {
  for (const name of await readdir(aside)) {
    const file = path.join(aside, name);
    const found = await stat(file).catch(() => null);
    if (found && Date.now() - found.mtimeMs > dayMs) await rm(file, { force: true });
  }
}
