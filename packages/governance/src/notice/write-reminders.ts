import type { NoticeKind } from '@countersign/contracts';
import type { Tx } from '../tx.ts';
import { enqueueSend } from './raise-notices.ts';
import { writeSteps } from './write-steps.ts';

interface Reminded {
  readonly ids: readonly string[];
  readonly recallId: string | null;
  readonly versionId: string;
  readonly kind: NoticeKind;
}

/** Reminders of notices of one recall, or of one kind about one version: every address that takes mail waits for one again. */
export async function writeReminders(
  tx: Tx,
  { ids, recallId, versionId, kind }: Reminded,
  by: { readonly personId?: string } = {},
): Promise<void> {
  await tx.query('UPDATE notice SET reminded_at = $2 WHERE id = ANY ($1::uuid[])', [ids, tx.at]);
  await tx.query(
    "UPDATE notice_recipient SET state = 'waiting', state_at = $2 WHERE notice_id = ANY ($1::uuid[]) AND state <> 'failed'",
    [ids, tx.at],
  );
  await writeSteps(tx, ids, { kind: 'reminded', ...by });
  await enqueueSend(tx, { recallId, versionId, kind, purpose: 'reminder' });
}
