import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../src/bytes.ts';
import { openZip } from '../src/index.ts';
import type { RandomAccess } from '../src/pack/pack-files.ts';
import { blobPath } from '../src/pack/pack-path.ts';
import { ZipWriter } from '../src/pack/zip-writer.ts';
import { inMemory } from './example-ledger.ts';
import { nodeCrypto } from './node-crypto.ts';

const { sha256, crc32 } = nodeCrypto;
const text = (n: number) => new TextEncoder().encode(`small ${n}`);
const zeroes = new Uint8Array(1 << 26);

/** What a ZIP of many gigabytes is made of, without the zeroes that fill it. */
class SparseFile implements RandomAccess {
  size = 0;
  readonly pieces: { readonly at: number; readonly bytes: Uint8Array }[] = [];

  readonly sink = (bytes: Uint8Array): void => {
    if (bytes !== zeroes) this.pieces.push({ at: this.size, bytes: Uint8Array.from(bytes) });
    this.size += bytes.length;
  };

  async read(start: number, length: number): Promise<Uint8Array> {
    const read = new Uint8Array(Math.max(0, Math.min(length, this.size - start)));
    for (const { at, bytes } of this.pieces) {
      const from = Math.max(at, start);
      const to = Math.min(at + bytes.length, start + read.length);
      if (from < to) read.set(bytes.subarray(from - at, to - at), from - start);
    }
    return read;
  }
}

const contentOf = async (files: Awaited<ReturnType<typeof openZip>>, path: string) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of files.open(path)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
};

describe('a pack beyond what the first form of ZIP can say', () => {
  it('of more than 65,535 files opens with all of them, and its end says no other number', async () => {
    const pieces: Uint8Array[] = [];
    const zip = new ZipWriter((bytes) => void pieces.push(bytes));
    const count = 65_536;
    for (let n = 0; n < count; n += 1) {
      const bytes = text(n);
      await zip.add({ path: `entries/${n}.json`, size: bytes.length, crc: crc32(bytes, 0) }, [bytes]);
    }
    await zip.end();
    const pack = concat(pieces);
    const files = await openZip(inMemory(pack), crc32);
    expect(files.sizes.size).toBe(count);
    for (const n of [0, 65_534, 65_535])
      expect(await contentOf(files, `entries/${n}.json`)).toBe(`small ${n}`);
    // In ZIP64's end and in the end that older readers know.
    for (const back of [60, 12]) {
      const damaged = Uint8Array.from(pack);
      damaged[pack.length - back]! ^= 1;
      await expect(openZip(inMemory(damaged), crc32), `${back} from the end`).rejects.toThrow();
    }
  });

  it('of more than 4 GiB opens, and finds files on both sides of that border', async () => {
    const file = new SparseFile();
    const zip = new ZipWriter(file.sink);
    const small = (n: number) => blobPath(toHex(sha256(text(n))));
    for (let n = 0; n < 5; n += 1) {
      await zip.add({ path: small(n), size: text(n).length, crc: crc32(text(n), 0) }, [text(n)]);
      // 1 GiB each, of which nothing is kept and whose checksum nobody asks for.
      await zip.add({ path: blobPath(`${n}`.repeat(64)), size: 1 << 30, crc: 0 }, Array(16).fill(zeroes));
    }
    await zip.add({ path: 'SHA256SUMS', size: 0, crc: 0 }, []);
    await zip.end();
    expect(file.size).toBeGreaterThan(5 * 2 ** 30);
    const files = await openZip(file, crc32);
    expect(files.sizes.size).toBe(11);
    for (const n of [0, 3, 4]) expect(await contentOf(files, small(n))).toBe(`small ${n}`);
    // The place of the last file, beyond 4 GiB, and the end.
    for (const { bytes } of file.pieces.slice(-2)) {
      bytes[bytes.length - 8]! ^= 1;
      await expect(openZip(file, crc32), `a piece of ${bytes.length} bytes`).rejects.toThrow();
      bytes[bytes.length - 8]! ^= 1;
    }
  });
});
