import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { datasetLimits } from '@countersign/contracts';
import type { BlobStore } from '../blob/blob-store.ts';

export interface RegisteredFile {
  readonly path: string;
  /** Hex SHA-256 of its bytes, which storing them computed. */
  readonly digest: string;
  readonly size: number;
}

/** SQL: the files of a version, as JSON. */
export const registeredFilesOf = (versionId: string): string =>
  `(SELECT coalesce(json_agg(json_build_object('path', f.path, 'digest', f.digest, 'size', f.size) ORDER BY f.path), '[]')
    FROM version_file f WHERE f.version_id = ${versionId})`;

/** The files of one version, to hold references against. */
export class RegisteredFiles {
  readonly #byPath: ReadonlyMap<string, RegisteredFile>;
  readonly #byDigest: ReadonlyMap<string, RegisteredFile>;
  /** Bytes that may still be hashed; many references of one version must not keep the server at it. */
  #hashable: number = datasetLimits.hashed;
  #readable: number = datasetLimits.deltaLog;

  readonly #parsed = new Map<string, Promise<unknown>>();
  #lacking = false;

  constructor(
    readonly list: readonly RegisteredFile[],
    private readonly blobs: BlobStore,
  ) {
    this.#byPath = new Map(list.map((file) => [file.path, file]));
    this.#byDigest = new Map([...list].reverse().map((file) => [file.digest, file]));
  }

  /** Whether bytes that were wanted are not in the store, so that another reading may find more. */
  get lacking(): boolean {
    return this.#lacking;
  }

  async #isThere(digest: string): Promise<boolean> {
    const there = await this.blobs.has(digest);
    if (!there) this.#lacking = true;
    return there;
  }

  at(path: unknown): RegisteredFile | null {
    return (typeof path === 'string' && this.#byPath.get(path)) || null;
  }

  of(digest: string | null): RegisteredFile | null {
    return (digest !== null && this.#byDigest.get(digest)) || null;
  }

  /** The bytes, or null where there are more than are read here. */
  async read({ digest, size }: RegisteredFile, most: number): Promise<Buffer | null> {
    if (size > most || size > this.#readable || !(await this.#isThere(digest))) return null;
    this.#readable -= size;
    return buffer(this.blobs.open(digest));
  }

  /** What `parse` makes of the bytes, once for all references; null where there are more than are read here. */
  parsed<Parsed>(
    file: RegisteredFile,
    most: number,
    parse: (bytes: Buffer) => Parsed,
  ): Promise<Parsed | null> {
    const key = `${parse.name} ${file.digest}`;
    const known = this.#parsed.get(key) as Promise<Parsed | null> | undefined;
    const made = known ?? this.read(file, most).then((bytes) => bytes && parse(bytes));
    this.#parsed.set(key, made);
    return made;
  }

  /**
   * Hex digest of `head`, as its length decides it, and the bytes; null where there are more than are hashed here.
   * `lineFeeds` reads CR LF as LF, as DVC did with texts before its version 3.
   */
  async hash(
    { digest, size }: RegisteredFile,
    algorithm: 'md5' | 'sha1' | 'sha256',
    { head = '', lineFeeds = false } = {},
  ): Promise<string | null> {
    if (size > this.#hashable || !(await this.#isThere(digest))) return null;
    this.#hashable -= size;
    const hash = createHash(algorithm).update(head);
    // A carriage return at the end of a chunk waits for what follows it.
    let held = '';
    for await (const chunk of this.blobs.open(digest) as AsyncIterable<Buffer>) {
      if (!lineFeeds) hash.update(chunk);
      else {
        const text: string = held + chunk.toString('latin1');
        held = text.endsWith('\r') ? '\r' : '';
        hash.update(text.slice(0, text.length - held.length).replaceAll('\r\n', '\n'), 'latin1');
      }
    }
    hash.update(held);
    return hash.digest('hex');
  }
}
