import { createHash } from 'node:crypto';
import { importLimits } from '@countersign/contracts';
import { refuseImport } from './refuse-import.ts';

/** `large` is one that has more bytes than a file that is read here, or stands on such a one; its bytes are not kept. */
export interface GitObject {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag' | 'large';
  readonly body: Buffer;
}

export const largeObject: GitObject = { type: 'large', body: Buffer.alloc(0) };

export const oidForm = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** SHA-1, or SHA-256 in repositories that were made so. */
export const algorithmOf = (oidDigits: number): 'sha1' | 'sha256' => (oidDigits === 64 ? 'sha256' : 'sha1');

/** What Git names an object by. */
export const oidOf = (type: string, body: Uint8Array, oidDigits: number): string =>
  createHash(algorithmOf(oidDigits)).update(`${type} ${body.length}\0`).update(body).digest('hex');

/** What all objects of one folder may take together, wherever they lie. */
export class GitRoom {
  readonly #most: Readonly<Record<'bytes' | 'objects' | 'entries', number>>;
  #bytes = 0;
  #objects = 0;
  #entries = 0;

  constructor(
    readonly folder: string,
    most: Partial<Record<'bytes' | 'objects' | 'entries', number>> = {},
  ) {
    this.#most = {
      bytes: importLimits.unpacked,
      objects: importLimits.gitObjects,
      entries: importLimits.gitEntries,
      ...most,
    };
  }

  /** Bytes that were inflated or made. @throws Refusal IMPORT_REFUSED */
  takeBytes(count: number): void {
    this.#bytes += count;
    if (this.#bytes > this.#most.bytes)
      throw this.#refused(`has objects of more than ${this.#most.bytes} bytes that would be read`);
  }

  /** @throws Refusal IMPORT_REFUSED */
  takeObject(): void {
    this.#objects += 1;
    if (this.#objects > this.#most.objects)
      throw this.#refused(`has more than ${this.#most.objects} objects that would be read`);
  }

  /** @throws Refusal IMPORT_REFUSED */
  takeEntry(): void {
    this.#entries += 1;
    if (this.#entries > this.#most.entries)
      throw this.#refused(
        `has trees of more than ${this.#most.entries} entries that would be looked through`,
      );
  }

  #refused(reason: string) {
    return refuseImport(this.folder, '', reason);
  }
}
