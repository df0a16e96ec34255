import type { Job, Tx } from '../change.ts';

/**
 * What follows from a recall beside the transaction that raises or completes it: places are asked whether they stopped, and
 * the predictions that meet its conditions are counted anew.
 */
export async function followUp(
  tx: Tx,
  recallId: string,
  { probes, counts }: { readonly probes: boolean; readonly counts: boolean },
): Promise<Job[]> {
  const job = (name: string): Job => ({ name, payload: { recallId }, key: `${name}/${recallId}` });
  if (counts) {
    await tx.query(
      `INSERT INTO recall_count (recall_id, run, state) VALUES ($1, 1, 'running')
       ON CONFLICT (recall_id) DO UPDATE SET run = recall_count.run + 1, state = 'running', version_id = NULL, "after" = NULL,
         looked = 0, matching = 0, unreadable = 0`,
      [recallId],
    );
  }
  return [...(probes ? [job('recall.probe')] : []), ...(counts ? [job('recall.count')] : [])];
}
