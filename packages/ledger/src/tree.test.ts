import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, isEqual, toHex } from './bytes.ts';
import { GrowingRoot } from './growing-root.ts';
import { verifyConsistency, verifyInclusion } from './proof.ts';
import { newTiles, type Tile, TileTree, tilePath, tileRoot } from './tile.ts';
import { consistencyRanges, inclusionRanges, nodeHash, split } from './tree.ts';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const leafOf = (bytes: Uint8Array) => sha256(concat([Uint8Array.of(0), bytes]));

/** Section 2.1 of the RFC, word for word: slow, and without tiles. */
function definition(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (!only) return sha256(new Uint8Array());
  if (leaves.length === 1) return only;
  const k = split(leaves.length);
  return nodeHash(definition(leaves.slice(0, k)), definition(leaves.slice(k)), sha256);
}

/** Tiles as a log keeps them: of each the widest, whose beginning is what it was in a smaller tree. */
class Log {
  readonly #widest = new Map<string, Uint8Array>();
  readonly leaves: Uint8Array[] = [];

  append(leaves: readonly Uint8Array[]): void {
    const before = this.leaves.length;
    this.leaves.push(...leaves);
    for (const { level, index, width } of newTiles(before, this.leaves.length)) {
      const hashes = Array.from({ length: width }, (_, at) => this.#hash(level, index * 256 + at));
      this.#widest.set(`${level}/${index}`, concat(hashes));
    }
  }

  #hash(level: number, position: number): Uint8Array {
    if (level === 0) return this.leaves[position]!;
    return tileRoot(this.#widest.get(`${level - 1}/${position}`)!, sha256);
  }

  tree(size = this.leaves.length): TileTree {
    const read = async ({ level, index, width }: Tile) =>
      this.#widest.get(`${level}/${index}`)!.subarray(0, width * 32);
    return new TileTree(size, read, sha256);
  }
}

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => leafOf(new TextEncoder().encode(`entry ${from + at}`)));

const logOf = (...batches: number[]): Log => {
  const log = new Log();
  for (const count of batches) log.append(numbered(count, log.leaves.length));
  return log;
};

describe('the tree', () => {
  it('has the roots that are published for RFC 6962', async () => {
    const published = [
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    const inputs = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const log = new Log();
    expect(toHex(await log.tree().root())).toBe(published[0]);
    for (const [index, input] of inputs.entries()) {
      log.append([leafOf(new Uint8Array(Buffer.from(input, 'hex')))]);
      expect(toHex(await log.tree().root())).toBe(published[index + 1]);
    }
  });

  it('is the same however its entries came in batches, and at every size that it had', async () => {
    const whole = logOf(700);
    const parts = logOf(1, 254, 1, 1, 255, 100, 88);
    for (const size of [1, 2, 3, 255, 256, 257, 300, 511, 512, 513, 699, 700]) {
      const root = toHex(definition(whole.leaves.slice(0, size)));
      expect(toHex(await whole.tree(size).root()), `${size}`).toBe(root);
      expect(toHex(await parts.tree(size).root()), `${size}`).toBe(root);
      const growing = new GrowingRoot(sha256);
      for (const leaf of whole.leaves.slice(0, size)) growing.add(leaf);
      expect(toHex(growing.root()), `${size}`).toBe(root);
    }
  });

  it('parts into the tiles of the specification’s example', () => {
    const tiles = newTiles(0, 70_000);
    const of = (level: number) => tiles.filter((tile) => tile.level === level);
    expect(of(0)).toHaveLength(274);
    expect(of(0).at(-1)).toEqual({ level: 0, index: 273, width: 112 });
    expect(of(1).map(({ width }) => width)).toEqual([256, 17]);
    expect(of(2)).toEqual([{ level: 2, index: 0, width: 1 }]);
    expect(newTiles(0, 256)).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ]);
    expect(newTiles(256, 256)).toEqual([]);
  });
});

describe('a proof', () => {
  const log = logOf(200, 400);

  it('of inclusion holds for every leaf of every small tree, and for no other', async () => {
    for (let size = 1; size <= 40; size += 1) {
      const tree = log.tree(size);
      const root = await tree.root();
      for (let index = 0; index < size; index += 1) {
        const proof = await tree.hashes(inclusionRanges(index, size));
        const leaf = log.leaves[index]!;
        expect(verifyInclusion({ index, size }, leaf, proof, root, sha256)).toBe(true);
        expect(verifyInclusion({ index, size }, log.leaves[index + 1]!, proof, root, sha256)).toBe(false);
        expect(verifyInclusion({ index: index + 1, size }, leaf, proof, root, sha256)).toBe(false);
        expect(verifyInclusion({ index, size }, leaf, [...proof, root], root, sha256)).toBe(false);
        if (proof.length > 0)
          expect(verifyInclusion({ index, size }, leaf, proof.slice(1), root, sha256)).toBe(false);
      }
    }
  });

  it('of consistency holds between any two sizes, and not for another past', async () => {
    const other = new Log();
    other.append([leafOf(Uint8Array.of(9)), ...log.leaves.slice(1)]);
    for (let after = 0; after <= 40; after += 1) {
      const tree = log.tree(after);
      const head = { size: after, root: await tree.root() };
      for (let before = 0; before <= after; before += 1) {
        const proof = await tree.hashes(consistencyRanges(before, after));
        const earlier = { size: before, root: await log.tree(before).root() };
        const forged = { size: before, root: await other.tree(before).root() };
        expect(verifyConsistency(earlier, head, proof, sha256), `${before}-${after}`).toBe(true);
        expect(verifyConsistency(forged, head, proof, sha256), `${before}-${after}`).toBe(before === 0);
        expect(verifyConsistency(earlier, head, [...proof, head.root], sha256)).toBe(false);
      }
    }
  });

  it('holds across tiles, and every changed bit of it is noticed', async () => {
    const size = 600;
    const tree = log.tree(size);
    const root = await tree.root();
    await fc.assert(
      fc.asyncProperty(fc.nat(size - 1), fc.nat(), fc.nat(255), async (index, at, bit) => {
        const proof = await tree.hashes(inclusionRanges(index, size));
        expect(verifyInclusion({ index, size }, log.leaves[index]!, proof, root, sha256)).toBe(true);
        const damaged = proof.map((hash) => Uint8Array.from(hash));
        damaged[at % proof.length]![bit >> 3]! ^= 1 << (bit & 7);
        expect(verifyInclusion({ index, size }, log.leaves[index]!, damaged, root, sha256)).toBe(false);
        const earlier = { size: index + 1, root: await log.tree(index + 1).root() };
        const consistency = await tree.hashes(consistencyRanges(index + 1, size));
        expect(verifyConsistency(earlier, { size, root }, consistency, sha256)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused where there is no such leaf or no such past', () => {
    expect(() => inclusionRanges(3, 3)).toThrow(RangeError);
    expect(() => inclusionRanges(-1, 3)).toThrow(RangeError);
    expect(() => inclusionRanges(Number.NaN, 3)).toThrow(RangeError);
    expect(() => consistencyRanges(4, 3)).toThrow(RangeError);
    const root = new Uint8Array(32);
    expect(verifyInclusion({ index: 0, size: 0 }, root, [], root, sha256)).toBe(false);
    expect(isEqual(root, root.subarray(1))).toBe(false);
  });

  it('needs no more tiles than the levels of the tree ask for', async () => {
    const asked: string[] = [];
    const plain = log.tree(600);
    const counted = new TileTree(
      600,
      (tile) => {
        asked.push(tilePath(tile));
        return plain.readTile(tile);
      },
      sha256,
    );
    await counted.hashes(inclusionRanges(5, 600));
    expect(asked.sort()).toEqual(['tile/0/000', 'tile/0/002.p/88', 'tile/1/000.p/2']);
  });
});
