import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { plainArray } from '../plain-array.ts';

const removalLock = 0x7265_6d6f;

/** Held by whoever removes contents, to the end of the transaction: no replay of them is written meanwhile. */
export const excludeReplays = (tx: Tx) => tx.query('SELECT pg_advisory_xact_lock($1)', [removalLock]);

/**
 * Held by whoever writes replays: what they compared is there still, to the end of the transaction.
 * @throws Refusal STALE where contents left since they were read
 */
export async function refuseRemoved(
  tx: Tx,
  predictions: readonly { readonly id: string; readonly removed_at: Date | null }[],
): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock_shared($1)', [removalLock]);
  const there = predictions.filter(({ removed_at }) => removed_at === null).map(({ id }) => id);
  const { rows } = await tx.query(
    'SELECT FROM prediction p JOIN scoring_run r ON r.id = p.run_id WHERE p.id = ANY ($1::uuid[]) AND r.retention_batch_id IS NOT NULL LIMIT 1',
    [plainArray(there)],
  );
  if (rows.length > 0)
    throw new Refusal('STALE', 'What was recorded was removed while it was executed again. Ask once more.');
}
