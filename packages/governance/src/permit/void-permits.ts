import type { Tx } from '../change.ts';
import type { VersionEvent } from '../lifecycle/move-version.ts';

/**
 * Ends the permits of a version that are still in their time, in the transaction of the block or of its deprecation (`recallId`
 * null) and under the version's lock: none can be issued beside it. A lift brings none of them back.
 * @returns the event that tells of them, or none
 */
export async function voidPermits(
  tx: Tx,
  versionId: string,
  recallId: string | null,
): Promise<VersionEvent[]> {
  const { rows } = await tx.query<{ permit_id: string }>(
    `INSERT INTO permit_void (permit_id, recall_id, at)
     SELECT id, $2, $3 FROM permit WHERE version_id = $1 AND grace_until > $3 ON CONFLICT DO NOTHING RETURNING permit_id`,
    [versionId, recallId, tx.at],
  );
  if (rows.length === 0) return [];
  return [{ event: 'version.permits-voided', data: { recall: recallId, permits: rows.length } }];
}
