import { hashBytes, type Sha256 } from './bytes.ts';
import { completeParts, joinParts, nodeHash, type Range } from './tree.ts';

/** C2SP tlog-tiles: hashes of a full tile, and the levels of the tree that it spans. */
export const tileWidth = 256;
const tileHeight = 8;

/** A tile of the tree: `level` counts tiles, not nodes; `width` is 256 but for the last one of a level. */
export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** `x001/x234/067`: three digits a piece, an `x` before all but the last. */
function indexPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const pieces = padded.match(/\d{3}/g) ?? [];
  return pieces.map((piece, at) => (at === pieces.length - 1 ? piece : `x${piece}`)).join('/');
}

const widthPath = (width: number): string => (width === tileWidth ? '' : `.p/${width}`);

/** Address of a tile below the log's prefix. */
export const tilePath = ({ level, index, width }: Tile): string =>
  `tile/${level}/${indexPath(index)}${widthPath(width)}`;

/** Address of the entries that a tile of level 0 holds the hashes of. */
export const bundlePath = ({ index, width }: Omit<Tile, 'level'>): string =>
  `tile/entries/${indexPath(index)}${widthPath(width)}`;

const pathForm = /^(\d|[1-5]\d|6[0-3]|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** What follows `tile/` of an address; null for any other spelling of it, so that a tile has one address alone. */
export function parseTilePath(path: string): (Omit<Tile, 'level'> & { level: number | 'entries' }) | null {
  const [, level, pieces, width] = pathForm.exec(path) ?? [];
  if (level === undefined || pieces === undefined) return null;
  const index = Number(pieces.replaceAll(/[x/]/g, ''));
  if (!Number.isSafeInteger(index) || indexPath(index) !== pieces) return null;
  if (width !== undefined && Number(width) >= tileWidth) return null;
  return {
    level: level === 'entries' ? 'entries' : Number(level),
    index,
    width: width === undefined ? tileWidth : Number(width),
  };
}

/** Leaves below one hash of a level. */
const leavesOf = (level: number): number => tileWidth ** level;

/** The tile of a level that ends a tree of `size` leaves; null where it would be empty or is full. */
export function partialTile(level: number, size: number): Tile | null {
  const hashes = Math.floor(size / leavesOf(level));
  const width = hashes % tileWidth;
  return width === 0 ? null : { level, index: Math.floor(hashes / tileWidth), width };
}

/** Every tile of a tree that no smaller tree of `before` leaves had at this width, level by level. */
export function newTiles(before: number, size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; Math.floor(size / leavesOf(level)) > 0; level += 1) {
    const had = Math.floor(before / leavesOf(level));
    const has = Math.floor(size / leavesOf(level));
    for (let index = Math.floor(had / tileWidth); index * tileWidth < has; index += 1) {
      const width = Math.min(tileWidth, has - index * tileWidth);
      if (index * tileWidth + width > had) tiles.push({ level, index, width });
    }
  }
  return tiles;
}

export const hashAt = (hashes: Uint8Array, position: number): Uint8Array =>
  hashes.subarray(position * hashBytes, (position + 1) * hashBytes);

/** Root of a full tile, which is one hash of the level above. */
export function tileRoot(hashes: Uint8Array, sha256: Sha256): Uint8Array {
  // A million entries have a million nodes: two at a time into one place, and what they make over what was read.
  const node = new Uint8Array(1 + 2 * hashBytes);
  node[0] = 1;
  const level = new Uint8Array(hashes);
  for (let bytes = level.length; bytes > hashBytes; bytes /= 2)
    for (let at = 0; at < bytes; at += 2 * hashBytes) {
      node.set(level.subarray(at, at + 2 * hashBytes), 1);
      level.set(sha256(node), at / 2);
    }
  return level.slice(0, hashBytes);
}

/** Bytes of a tile, `width` × 32. Asked for at the width that a tree of this size has. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array>;

/** Hashes of a tree of `size` leaves, from its tiles; each tile is read once. */
export class TileTree {
  readonly #read = new Map<string, Promise<Uint8Array>>();
  /** Nodes within tiles: the proofs of neighbours share most of them. */
  readonly #nodes = new Map<string, Uint8Array>();

  constructor(
    readonly size: number,
    readonly readTile: ReadTile,
    readonly sha256: Sha256,
  ) {}

  root(): Promise<Uint8Array> {
    return this.hash({ start: 0, end: this.size });
  }

  /** Hash of a subtree that begins at a multiple of the power of two that covers it. */
  async hash(range: Range): Promise<Uint8Array> {
    const parts = await Promise.all(completeParts(range).map((part) => this.#complete(part)));
    return joinParts(parts, this.sha256);
  }

  hashes(ranges: readonly Range[]): Promise<Uint8Array[]> {
    return Promise.all(ranges.map((range) => this.hash(range)));
  }

  async #complete({ start, end }: Range): Promise<Uint8Array> {
    const height = Math.log2(end - start);
    // A hash of 2^8 leaves stands in the tile above; its own tile is needed only to make the smaller ones.
    const level = Math.floor(height / tileHeight);
    const count = 2 ** (height % tileHeight);
    const position = start / leavesOf(level);
    const index = Math.floor(position / tileWidth);
    const hashes = await this.#tile(level, index);
    return this.#node(`${level}/${index}`, hashes, position % tileWidth, count);
  }

  #node(tile: string, hashes: Uint8Array, from: number, count: number): Uint8Array {
    if (count === 1) return hashAt(hashes, from);
    const key = `${tile}/${from}/${count}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    const half = count / 2;
    const hash = nodeHash(
      this.#node(tile, hashes, from, half),
      this.#node(tile, hashes, from + half, half),
      this.sha256,
    );
    this.#nodes.set(key, hash);
    return hash;
  }

  #tile(level: number, index: number): Promise<Uint8Array> {
    const key = `${level}/${index}`;
    const known = this.#read.get(key);
    if (known) return known;
    const has = Math.floor(this.size / leavesOf(level)) - index * tileWidth;
    const width = Math.min(tileWidth, has);
    const found = this.readTile({ level, index, width }).then((bytes) => {
      if (bytes.length !== width * hashBytes)
        throw new RangeError(`tile ${key} has ${bytes.length} bytes, not ${width * hashBytes}`);
      return bytes;
    });
    this.#read.set(key, found);
    return found;
  }
}
