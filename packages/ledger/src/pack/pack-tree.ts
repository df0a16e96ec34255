import { hashBytes, isEqual } from '../bytes.ts';
import { hashAt, partialTile, type ReadTile, type Tile, TileTree, tileRoot, tileWidth } from '../tile.ts';
import type { CheckedFiles } from './checked-files.ts';
import { PackFault } from './pack-fault.ts';
import type { PackHead } from './pack-head.ts';
import { parsePackPath } from './pack-path.ts';

/** A tile of level 0 with its hashes, which are those of the leaves. */
export interface LeafTile {
  readonly tile: Tile;
  readonly hashes: Uint8Array;
}

const keyOf = (level: number, index: number): string => `${level}/${index}`;

/** The tiles of a pack. None is believed that the root of the checkpoint does not follow from. */
export class PackTree {
  readonly #paths = new Map<string, { readonly path: string; readonly tile: Tile }>();

  /** @throws PackFault for a tile that the ledger of this size has not, or not at this width */
  constructor(
    readonly checked: CheckedFiles,
    readonly head: PackHead,
    readonly elsewhere?: ReadTile,
  ) {
    for (const path of checked.sums.keys()) {
      const named = parsePackPath(path);
      if (named?.kind !== 'tile' && named?.kind !== 'bundle') continue;
      const level = named.kind === 'tile' ? named.level : 0;
      const { index, width } = named;
      if (width !== this.#widthAt(level, index))
        throw new PackFault('tree', path, 'A ledger of this size has no such tile.');
      if (named.kind === 'tile')
        this.#paths.set(keyOf(level, index), { path, tile: { level, index, width } });
    }
  }

  get count(): number {
    return this.#paths.size;
  }

  #widthAt(level: number, index: number): number {
    const hashes = Math.floor(this.head.size / tileWidth ** level);
    return Math.min(tileWidth, hashes - index * tileWidth);
  }

  async #read(level: number, index: number): Promise<Uint8Array> {
    const { path, tile } = this.#paths.get(keyOf(level, index))!;
    const hashes = await this.checked.read(path);
    if (hashes.length !== tile.width * hashBytes)
      throw new PackFault('tree', path, 'It is not as long as a tile of this width.');
    return hashes;
  }

  /**
   * Every tile, held against the one above it and, at the edge, against the root; those of level 0 are handed out, in the
   * order of the entries. @throws PackFault
   */
  async *leafTiles(): AsyncGenerator<LeafTile> {
    if (this.count === 0) return;
    await this.#verifyRoot();
    let seen = 0;
    for (const { level, index } of this.#edge()) {
      for await (const visited of this.#below(level, index, await this.#read(level, index))) {
        seen += 1;
        if (visited.tile.level === 0) yield visited;
      }
    }
    if (seen !== this.count)
      throw new PackFault(
        'tree',
        null,
        'A tile of the pack belongs to no other one, so nothing vouches for it.',
      );
  }

  /** The tiles that end each level and that the root is made of, from the highest level down. */
  #edge(): Tile[] {
    const edge: Tile[] = [];
    for (let level = 0; tileWidth ** level <= this.head.size; level += 1) {
      const tile = partialTile(level, this.head.size);
      if (tile) edge.push(tile);
    }
    return edge.reverse();
  }

  async #verifyRoot(): Promise<void> {
    const missing = this.#edge().find(({ level, index }) => !this.#paths.has(keyOf(level, index)));
    if (missing)
      throw new PackFault(
        'tree',
        null,
        'Tiles that the root follows from are missing, so no tile can be believed.',
      );
    const tree = new TileTree(
      this.head.size,
      ({ level, index }) => this.#read(level, index),
      this.checked.crypto.sha256,
    );
    if (!isEqual(await tree.root(), this.head.root))
      throw new PackFault(
        'tree',
        'checkpoint',
        'The root that follows from the tiles is not that of the checkpoint.',
      );
  }

  async *#below(level: number, index: number, hashes: Uint8Array): AsyncGenerator<LeafTile> {
    const width = hashes.length / hashBytes;
    yield { tile: { level, index, width }, hashes };
    if (level === 0) return;
    for (let at = 0; at < width; at += 1) {
      const child = this.#paths.get(keyOf(level - 1, index * tileWidth + at));
      if (!child) continue;
      const below = await this.#read(level - 1, child.tile.index);
      if (!isEqual(tileRoot(below, this.checked.crypto.sha256), hashAt(hashes, at)))
        throw new PackFault('tree', child.path, 'Its hashes are not those that the tile above is made of.');
      yield* this.#below(level - 1, child.tile.index, below);
    }
  }

  /**
   * Root of the ledger when it had `size` entries; null where the pack lacks a tile for it, and elsewhere gives none that fits.
   * To be believed once the tiles are.
   */
  async rootAt(size: number): Promise<Uint8Array | null> {
    const missing = new RangeError('a tile is missing');
    const tree = new TileTree(
      size,
      async ({ level, index, width }) => {
        const isHere = this.#paths.has(keyOf(level, index));
        const hashes = isHere ? await this.#read(level, index) : await this.#fitting(level, index);
        if (!hashes) throw missing;
        return hashes.subarray(0, width * hashBytes);
      },
      this.checked.crypto.sha256,
    );
    try {
      return await tree.root();
    } catch (error) {
      if (error === missing) return null;
      throw error;
    }
  }
  /** A tile from elsewhere is believed where it is what the pack's tile above it is made of, whoever gave it. */
  async #fitting(level: number, index: number): Promise<Uint8Array | null> {
    const above = Math.floor(index / tileWidth);
    const isFull = this.#widthAt(level, index) === tileWidth;
    if (!this.elsewhere || !isFull || !this.#paths.has(keyOf(level + 1, above))) return null;
    const wanted = hashAt(await this.#read(level + 1, above), index % tileWidth);
    const given = await this.elsewhere({ level, index, width: tileWidth }).catch(() => null);
    if (given?.length !== tileWidth * hashBytes) return null;
    return isEqual(tileRoot(given, this.checked.crypto.sha256), wanted) ? given : null;
  }
}
