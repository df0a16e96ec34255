import type { Tx } from '../change.ts';

/** Advisory lock between those who name blobs in rows (shared) and the sweep (alone). */
const blobLock = 0x626c_6f62;

/** Held to the end of the transaction: nothing is swept between finding a blob and referring to it. */
export const holdBlobs = (tx: Pick<Tx, 'query'>) =>
  tx.query('SELECT pg_advisory_xact_lock_shared($1)', [blobLock]);

/** Waits until nobody refers to blobs in an open transaction. */
export const holdBlobsAlone = (tx: Pick<Tx, 'query'>) =>
  tx.query('SELECT pg_advisory_xact_lock($1)', [blobLock]);
