import type { Tx } from '../tx.ts';
import { enqueueSend } from './raise-notices.ts';

/**
 * What consumers were told of does not come: each address that a mail reached gets one more that says so. Who was told
 * nothing yet is told nothing; mails that still wait are dropped.
 */
export async function tellEnded(
  tx: Tx,
  { switchId, versionId }: { readonly switchId: string; readonly versionId: string },
): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE notice_recipient p SET state = 'waiting', state_at = $2 FROM notice n
     WHERE n.id = p.notice_id AND n.switch_id = $1 AND p.state <> 'failed' AND EXISTS (
       SELECT FROM mail m WHERE m.state = 'sent' AND (m.id = p.mail_id OR m.about ->> 'notice' = n.id::text AND m.to_address = p.address))`,
    [switchId, tx.at],
  );
  if (rowCount)
    await enqueueSend(tx, { recallId: null, versionId, kind: 'switch', purpose: 'ended', switchId });
}
