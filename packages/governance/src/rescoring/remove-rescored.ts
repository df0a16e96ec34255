import type { Tx } from '../change.ts';
import { plainArray } from '../plain-array.ts';
import { removedJson } from '../subject/removed-content.ts';

/**
 * Removes what re-scorings say of predictions whose contents have just left under a batch, in the same transaction: digests
 * stay. Whoever re-scores waits for us, or is seen. @returns how many rows
 */
export async function removeRescored(
  tx: Tx,
  batch: string,
  predictions: readonly { readonly id: string }[],
): Promise<number> {
  const { rows } = await tx.query<{ rescoring_id: string; prediction_id: string; json: string }>(
    'SELECT rescoring_id, prediction_id, detail::text AS json FROM rescoring_row WHERE prediction_id = ANY ($1::uuid[]) AND detail IS NOT NULL',
    [plainArray(predictions.map(({ id }) => id))],
  );
  if (rows.length === 0) return 0;
  await tx.query('SELECT remove_rescored($1::uuid[], $2::uuid[], $3::jsonb[])', [
    plainArray(rows.map(({ rescoring_id }) => rescoring_id)),
    plainArray(rows.map(({ prediction_id }) => prediction_id)),
    rows.map(({ json }) => JSON.stringify(removedJson(batch, json))),
  ]);
  return rows.length;
}
