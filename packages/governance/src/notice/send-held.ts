import type { Job } from '../change.ts';
import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';
import { writeOperational } from '../write-operational.ts';
import { enqueueSend } from './raise-notices.ts';

/** So long mails about a switch wait for what is re-scored to be in them. */
const longestWaitMs = 10 * 60_000;

/** Sends the mails about switches that waited for this re-scoring. */
export async function sendWithRescored(tx: Pick<Tx, 'query'>, rescoringId: string): Promise<readonly Job[]> {
  const { rows } = await tx.query<{ to_id: string }>(
    'SELECT to_id FROM planned_switch WHERE rescoring_id = $1 AND ended_at IS NULL',
    [rescoringId],
  );
  return rows.map(({ to_id: versionId }) => ({
    name: 'notice.send',
    payload: { recallId: null, versionId, kind: 'switch', purpose: 'more' },
    key: `notice.send more switch ${versionId}`,
  }));
}

/** Each minute: what waited for a re-scoring that failed, was cancelled or takes too long leaves without it. */
export async function sendHeld(house: House): Promise<void> {
  await writeOperational(house, async (tx) => {
    const { rows } = await tx.query<{ to_id: string }>(
      `SELECT DISTINCT w.to_id FROM planned_switch w JOIN rescoring g ON g.id = w.rescoring_id
       JOIN notice n ON n.switch_id = w.id AND n.ended_at IS NULL JOIN notice_recipient p ON p.notice_id = n.id AND p.state = 'waiting' AND p.mail_id IS NULL
       WHERE w.ended_at IS NULL AND (g.finished_at IS NOT NULL OR w.announced_at <= $1)`,
      [new Date(tx.at.getTime() - longestWaitMs)],
    );
    for (const { to_id: versionId } of rows)
      await enqueueSend(tx, { recallId: null, versionId, kind: 'switch', purpose: 'more' });
  });
}
