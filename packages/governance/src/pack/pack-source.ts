import { createHash } from 'node:crypto';
import * as zlib from 'node:zlib';
import { crc32, type PackSource, parseNote, type WriterCrypto } from '@countersign/ledger';
import type { Context } from '../context.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import { readTile } from '../ledger/ledger-tree.ts';
import type { SignedCheckpoint } from '../ledger/sign-checkpoint.ts';

export const packCrypto: WriterCrypto = {
  sha256: ledgerSha256,
  createSha256: () => createHash('sha256'),
  crc32: 'crc32' in zlib ? (zlib.crc32 as WriterCrypto['crc32']) : crc32,
};

/** Tensors of runs live in rows, not in the blob store: those of the predictions that are being written, by digest. */
export type TensorsAtHand = Map<string, Uint8Array>;

/** The ledger as it was at a checkpoint, read piece by piece. */
export function packSource(
  { pool, blobs }: Pick<Context, 'pool' | 'blobs'>,
  { note }: SignedCheckpoint,
  earlier: readonly SignedCheckpoint[],
  tensors: TensorsAtHand,
): PackSource {
  return {
    checkpoint: parseNote(note),
    earlier: earlier.map((checkpoint) => parseNote(checkpoint.note)),
    async readTile(tile) {
      const hashes = await readTile(pool, tile);
      if (!hashes)
        throw new RangeError(`the ledger has no tile ${tile.level}/${tile.index} of ${tile.width}`);
      return hashes;
    },
    async bodies(first, last) {
      const { rows } = await pool.query<{ body: string }>(
        `SELECT e.body FROM ledger_number n JOIN ledger_entry e ON e.id = n.entry_id
         WHERE n.number BETWEEN $1 AND $2 ORDER BY n.number`,
        [first, last],
      );
      return rows.map(({ body }) => Buffer.from(body, 'utf8'));
    },
    async records(digests) {
      const { rows } = await pool.query<{ digest: string; salt: Buffer; bytes: Buffer }>(
        'SELECT digest, salt, bytes FROM ledger_record WHERE digest = ANY ($1::text[])',
        [digests],
      );
      return new Map(rows.map(({ digest, salt, bytes }) => [digest, Buffer.concat([salt, bytes])]));
    },
    async blob(digest) {
      const tensor = tensors.get(digest);
      if (tensor)
        return {
          size: tensor.length,
          async *open() {
            yield tensor;
          },
        };
      const size = await blobs.size(digest);
      return size === null ? null : { size, open: () => blobs.open(digest) };
    },
  };
}
