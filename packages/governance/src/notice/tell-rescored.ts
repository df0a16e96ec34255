import type { Tx } from '../tx.ts';
import { enqueueSend } from './raise-notices.ts';
import { writeSteps } from './write-steps.ts';

/**
 * Tells consumers of a recall that a re-scoring has their part, whether they have moved or not: what they did with the old
 * answers stays theirs to put right. Each that an address takes mail for is told once; what a later re-scoring finds stands on the same notice. Returns how many.
 */
export async function tellRescored(tx: Tx, recallId: string, consumers: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ id: string; recall_id: string; version_id: string }>(
    `UPDATE notice n SET rescored_at = $3 FROM recall f
     WHERE f.id = $1 AND n.recall_id = coalesce(f.raised_with, f.id) AND n.consumer_key = ANY ($2::text[])
       AND n.ended_at IS NULL AND n.rescored_at IS NULL
       AND EXISTS (SELECT FROM notice_recipient p WHERE p.notice_id = n.id AND p.state <> 'failed') RETURNING n.id, n.recall_id, n.version_id`,
    [recallId, consumers, tx.at],
  );
  const [first] = rows;
  if (!first) return 0;
  const ids = rows.map(({ id }) => id);
  await tx.query(
    "UPDATE notice_recipient SET state = 'waiting', state_at = $2 WHERE notice_id = ANY ($1::uuid[]) AND state <> 'failed'",
    [ids, tx.at],
  );
  await writeSteps(tx, ids, { kind: 'rescored' });
  await enqueueSend(tx, {
    recallId: first.recall_id,
    versionId: first.version_id,
    kind: 'recall',
    purpose: 'rescored',
  });
  return rows.length;
}
