import type { NoticeRow } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { writeSteps } from './write-steps.ts';

type Why = NonNullable<NoticeRow['ended']>['why'];

/**
 * Asks nothing more of the consumers that were told of these recalls: lifted, replaced by a worse mark, or closed. What they
 * answered stays. Returns an event for each recall that had open notices.
 */
export async function endNotices(
  tx: Tx,
  recallIds: readonly string[],
  why: Why,
): Promise<LedgerEventInput[]> {
  if (recallIds.length === 0) return [];
  const roots = await rootsOver(tx, recallIds, why);
  if (roots.length === 0) return [];
  const { rows } = await tx.query<{
    id: string;
    recall_id: string;
    version_id: string;
    model_id: string;
  }>(
    `UPDATE notice n SET ended_at = $2, end_reason = $3 FROM version v
     WHERE v.id = n.version_id AND n.recall_id = ANY ($1::uuid[]) AND n.ended_at IS NULL
     RETURNING n.id, n.recall_id, n.version_id, v.model_id`,
    [roots, tx.at, why],
  );
  if (rows.length === 0) return [];
  await writeSteps(
    tx,
    rows.map(({ id }) => id),
    { kind: 'ended', detail: { why } },
  );
  return roots.flatMap((recallId): LedgerEventInput[] => {
    const of = rows.filter((row) => row.recall_id === recallId);
    const first = of[0];
    return first
      ? [
          {
            event: 'notices.ended',
            subject: { kind: 'version', id: first.version_id },
            modelId: first.model_id,
            versionId: first.version_id,
            data: { recall: recallId, count: of.length, why },
          },
        ]
      : [];
  });
}

/** Notices belong to the recall that others were raised with, and stand as long as one of them does. */
async function rootsOver(tx: Tx, recallIds: readonly string[], why: Why): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT DISTINCT coalesce(o.raised_with, o.id) AS id FROM recall o WHERE o.id = ANY ($1::uuid[]) AND ($2 OR NOT EXISTS (
       SELECT FROM recall r WHERE coalesce(r.raised_with, r.id) = coalesce(o.raised_with, o.id) AND r.lifted_at IS NULL))`,
    [recallIds, why === 'closed'],
  );
  return rows.map(({ id }) => id);
}
