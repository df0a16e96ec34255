import { toHex } from '../bytes.ts';
import type { PackCrypto } from './pack-crypto.ts';
import { parsePackPath, sumsPath } from './pack-path.ts';
import { sumLine } from './sums.ts';
import { type Sink, ZipWriter } from './zip-writer.ts';

export type WriterCrypto = Pick<PackCrypto, 'sha256' | 'createSha256' | 'crc32'>;

/** Bytes that can be read as often as is asked. */
export interface Readable {
  readonly size: number;
  open(): AsyncIterable<Uint8Array>;
}

/** Writes the files of a pack into a ZIP, and what `sha256sum -c` needs. Each path once. */
export class PackWriter {
  readonly #zip: ZipWriter;
  readonly #sums: string[] = [];
  readonly #paths = new Set<string>();

  constructor(
    sink: Sink,
    readonly crypto: WriterCrypto,
  ) {
    this.#zip = new ZipWriter(sink);
  }

  has(path: string): boolean {
    return this.#paths.has(path);
  }

  async add(path: string, bytes: Uint8Array): Promise<void> {
    this.#name(path);
    const { sha256, crc32 } = this.crypto;
    this.#sums.push(sumLine(toHex(sha256(bytes)), path));
    await this.#zip.add({ path, size: bytes.length, crc: crc32(bytes, 0) }, [bytes]);
  }

  async addText(path: string, text: string): Promise<void> {
    await this.add(path, new TextEncoder().encode(text));
  }

  /** A file of any size, read twice: its checksums stand before it. @throws RangeError where its digest is not the one given */
  async addLarge(path: string, file: Readable, digest: string): Promise<void> {
    this.#name(path);
    const hash = this.crypto.createSha256();
    let crc = 0;
    for await (const bytes of file.open()) {
      hash.update(bytes);
      crc = this.crypto.crc32(bytes, crc);
    }
    if (toHex(hash.digest()) !== digest) throw new RangeError(`${path} is not kept as it was`);
    this.#sums.push(sumLine(digest, path));
    await this.#zip.add({ path, size: file.size, crc }, file.open());
  }

  async end(): Promise<void> {
    await this.addText(sumsPath, this.#sums.join(''));
    await this.#zip.end();
  }

  #name(path: string): void {
    if (!parsePackPath(path) || this.#paths.has(path))
      throw new RangeError(`${path} is no file that a pack has once`);
    this.#paths.add(path);
  }
}
