import { concat, toHex } from '../bytes.ts';
import type { PackCrypto } from './pack-crypto.ts';
import { PackFault } from './pack-fault.ts';
import { mostFiles, type PackFiles } from './pack-files.ts';
import { sumsPath } from './pack-path.ts';
import { readSums } from './sums.ts';

/** Files that are read whole have at most this many bytes: a bundle of 256 entries of 65,535 bytes, and nothing is larger. */
const largestWhole = 256 * (65_535 + 2);

/** The files of a pack, each held against SHA256SUMS when it is read; `rest` reads what nothing else did. */
export class CheckedFiles {
  readonly #unread: Map<string, string>;
  #bytes = 0;

  private constructor(
    readonly files: PackFiles,
    readonly sums: ReadonlyMap<string, string>,
    readonly crypto: PackCrypto,
    readonly tell: (bytes: number) => void,
  ) {
    this.#unread = new Map(sums);
  }

  /** @throws PackFault where SHA256SUMS does not name exactly the files that are there */
  static async open(
    files: PackFiles,
    crypto: PackCrypto,
    tell: (bytes: number) => void,
  ): Promise<CheckedFiles> {
    if (!files.sizes.has(sumsPath)) throw new PackFault('files', sumsPath, 'There is no SHA256SUMS.');
    if (files.sizes.size > mostFiles)
      throw new PackFault('files', null, 'There are more files than a pack has.');
    const sums = await readSums(files.open(sumsPath));
    for (const path of sums.keys())
      if (!files.sizes.has(path))
        throw new PackFault('files', path, 'SHA256SUMS names it, and it is not there.');
    for (const path of files.sizes.keys())
      if (path !== sumsPath && !sums.has(path))
        throw new PackFault('files', path, 'It is there, and SHA256SUMS does not name it.');
    return new CheckedFiles(files, sums, crypto, tell);
  }

  get count(): number {
    return this.files.sizes.size;
  }

  /** Bytes that were read and are as SHA256SUMS says. */
  get bytes(): number {
    return this.#bytes;
  }

  has(path: string): boolean {
    return this.sums.has(path);
  }

  /** A whole small file. @throws PackFault where it is missing, too large for what it is, or not what SHA256SUMS says */
  async read(path: string, most = largestWhole): Promise<Uint8Array> {
    const size = this.files.sizes.get(path);
    if (size === undefined || !this.has(path)) throw new PackFault('files', path, 'It is missing.');
    if (size > most) throw new PackFault('files', path, `It has more than ${most} bytes.`);
    const pieces: Uint8Array[] = [];
    for await (const piece of this.files.open(path)) pieces.push(piece);
    const bytes = pieces.length === 1 ? pieces[0]! : concat(pieces);
    this.#check(path, this.crypto.sha256(bytes), bytes.length);
    return bytes;
  }

  /** @throws PackFault as `read` does, and where it is no UTF-8 */
  async text(path: string, most?: number): Promise<string> {
    const bytes = await this.read(path, most);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new PackFault('files', path, 'It is no text.');
    }
  }

  /** Every file that was not read so far. @throws PackFault */
  async rest(): Promise<void> {
    for (const path of [...this.#unread.keys()]) {
      const hash = this.crypto.createSha256();
      let size = 0;
      for await (const piece of this.files.open(path)) {
        hash.update(piece);
        size += piece.length;
      }
      this.#check(path, hash.digest(), size);
    }
  }

  #check(path: string, digest: Uint8Array, size: number): void {
    if (toHex(digest) !== this.sums.get(path))
      throw new PackFault('files', path, 'Its bytes are not those that SHA256SUMS says.');
    if (!this.#unread.delete(path)) return;
    this.#bytes += size;
    this.tell(size);
  }
}
