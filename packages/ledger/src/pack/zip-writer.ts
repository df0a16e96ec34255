import { centralHead, largestPart, localHead, type ZipPart, zipEnd } from './zip-format.ts';

/** Takes bytes in order; awaited, so that whoever writes waits for whoever reads. */
export type Sink = (bytes: Uint8Array) => Promise<void> | void;

/** Writes a ZIP front to back. Of a file only its head in the directory is remembered. */
export class ZipWriter {
  readonly #parts: ZipPart[] = [];
  #at = 0;

  constructor(readonly sink: Sink) {}

  /** @throws RangeError for a file of 4 GiB or more, or one that is not as long as it said */
  async add(
    file: Omit<ZipPart, 'at'>,
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<void> {
    if (file.size > largestPart) throw new RangeError(`${file.path} is too large for a pack`);
    this.#parts.push({ ...file, at: this.#at });
    await this.#write(localHead(file));
    const end = this.#at + file.size;
    for await (const bytes of content) await this.#write(bytes);
    if (this.#at !== end) throw new RangeError(`${file.path} is not as long as it said`);
  }

  async end(): Promise<void> {
    const at = this.#at;
    for (const part of this.#parts) await this.#write(centralHead(part));
    await this.#write(zipEnd({ count: this.#parts.length, at, length: this.#at - at }));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#at += bytes.length;
    await this.sink(bytes);
  }
}
