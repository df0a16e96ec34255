import { hashBytes, partialTile, TileTree, tileRoot, tileWidth } from '@countersign/ledger';
import type pg from 'pg';
import { ledgerSha256 } from './ledger-sha256.ts';
import { readTile } from './ledger-tree.ts';

/** The last tile of a level, not yet full. Replaced as it grows, never written to. */
interface Growing {
  readonly index: number;
  readonly hashes: Uint8Array;
}

/**
 * The growing edge of the tree, as the one leading sequencer holds it. After an error it says nothing any more: open
 * another.
 */
export class TreeWriter {
  readonly #edge = new Map<number, Growing>();

  private constructor(
    readonly pool: pg.Pool,
    public size: number,
  ) {}

  /** From the tiles of a tree of `size` leaves. @throws Error where the tiles are of another size */
  static async open(client: pg.ClientBase, pool: pg.Pool, size: number): Promise<TreeWriter> {
    const writer = new TreeWriter(pool, size);
    for (let level = 0; size >= tileWidth ** level; level += 1) {
      const tile = partialTile(level, size);
      if (!tile) continue;
      const hashes = await readTile(client as unknown as pg.Pool, tile);
      if (!hashes) throw new Error(`tile ${level}/${tile.index} of the ledger lacks hashes`);
      writer.#edge.set(level, { index: tile.index, hashes });
    }
    return writer;
  }

  /** Adds leaf hashes and writes the tiles that they change, in the caller's transaction. */
  async grow(client: pg.ClientBase, leaves: readonly Uint8Array[]): Promise<void> {
    const changed: { level: number; index: number; hashes: Uint8Array }[] = [];
    this.#append(0, leaves, changed);
    this.size += leaves.length;
    await client.query(
      `INSERT INTO ledger_tile (level, index, hashes) SELECT * FROM unnest($1::int[], $2::bigint[], $3::bytea[])
       ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes`,
      [
        changed.map(({ level }) => level),
        changed.map(({ index }) => index),
        changed.map(({ hashes }) => Buffer.from(hashes)),
      ],
    );
  }

  #append(
    level: number,
    added: readonly Uint8Array[],
    changed: { level: number; index: number; hashes: Uint8Array }[],
  ): void {
    const roots: Uint8Array[] = [];
    for (let at = 0; at < added.length; ) {
      const before = this.#edge.get(level) ?? {
        index: Math.floor(this.size / tileWidth ** (level + 1)) + roots.length,
        hashes: new Uint8Array(),
      };
      const room = tileWidth - before.hashes.length / hashBytes;
      const taken = added.slice(at, at + room);
      at += taken.length;
      const hashes = Buffer.concat([before.hashes, ...taken]);
      changed.push({ level, index: before.index, hashes });
      if (taken.length < room) {
        this.#edge.set(level, { index: before.index, hashes });
      } else {
        this.#edge.delete(level);
        roots.push(tileRoot(hashes, ledgerSha256));
      }
    }
    if (roots.length > 0) this.#append(level + 1, roots, changed);
  }

  /** The tree as it is now; it stays as it is while the writer goes on. Readable once the transaction is committed. */
  tree(): TileTree {
    const edge = new Map(this.#edge);
    return new TileTree(
      this.size,
      async (tile) => {
        const growing = edge.get(tile.level);
        if (growing?.index === tile.index) return growing.hashes;
        const hashes = await readTile(this.pool, tile);
        if (!hashes) throw new RangeError(`the ledger has no tile ${tile.level}/${tile.index}`);
        return hashes;
      },
      ledgerSha256,
    );
  }
}
