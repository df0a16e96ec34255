import { hashBytes, type Tile, TileTree } from '@countersign/ledger';
import type pg from 'pg';
import { ledgerSha256 } from './ledger-sha256.ts';

export { parseTilePath } from '@countersign/ledger';

/** Bytes of a tile at a width, `width` × 32; null where the ledger is not that large yet. */
export async function readTile(
  pool: Pick<pg.Pool, 'query'>,
  { level, index, width }: Tile,
): Promise<Buffer | null> {
  const found = await pool.query<{ hashes: Buffer }>(
    'SELECT substring(hashes FOR $3) AS hashes FROM ledger_tile WHERE level = $1 AND index = $2',
    [level, index, width * hashBytes],
  );
  const hashes = found.rows[0]?.hashes;
  return hashes?.length === width * hashBytes ? hashes : null;
}

/**
 * The tree of the first `size` entries, from the stored tiles: any root and any proof of it. Each tile is read once, so
 * keep it for many proofs. @throws RangeError, when asked, where the ledger is smaller
 */
export const ledgerTree = (pool: Pick<pg.Pool, 'query'>, size: number): TileTree =>
  new TileTree(
    size,
    async (tile) => {
      const hashes = await readTile(pool, tile);
      if (!hashes)
        throw new RangeError(`the ledger has no tile ${tile.level}/${tile.index} of ${tile.width}`);
      return hashes;
    },
    ledgerSha256,
  );
