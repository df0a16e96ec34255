import {
  isSettledNotice,
  type NoticeRef,
  type NoticeReminded,
  Refusal,
  remindPauseMinutes,
} from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { scribes } from './answer-notice.ts';
import { findNotice, type NoticeStored } from './find-notice.ts';
import { refuseOver } from './write-answer.ts';
import { writeReminders } from './write-reminders.ts';

/**
 * Reminds one consumer now, by hand, with the mail that the clock would send later: by the owner, an operator or a compliance
 * officer of the model. At most once an hour, reminders of the clock and the first telling included.
 * @throws Refusal NOT_FOUND, FORBIDDEN (recorded), CONFLICT where nothing is asked any more, nobody can be told, or it was told just now
 */
export async function remindNotice(ctx: Context, { noticeId }: NoticeRef): Promise<NoticeReminded> {
  const found = await findNotice(ctx.pool, noticeId);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      requireScope(ctx.actor, 'operate');
      const notice = await findNotice(tx, noticeId, 'notice');
      await requireRole(tx, ctx.actor, notice.model_id, scribes);
      refuseUnfit(notice, tx.at);
      const { rowCount } = await tx.query(
        "SELECT FROM notice_recipient WHERE notice_id = $1 AND state <> 'failed' LIMIT 1",
        [noticeId],
      );
      if (rowCount === 0)
        throw new Refusal('CONFLICT', 'No address takes mail: reach them some other way.', {
          state: notice.state,
        });
      const { id, recall_id: recallId, version_id: versionId, model_id: modelId, kind } = notice;
      await writeReminders(tx, { ids: [id], recallId, versionId, kind }, { personId: ctx.actor.id });
      return {
        result: { noticeId, remindedAt: tx.at.toISOString() },
        events: [
          {
            event: 'notices.reminded',
            subject: { kind: 'version', id: versionId },
            modelId,
            versionId,
            data: { ...(recallId ? { recall: recallId } : {}), notice: id, count: 1, notices: [id] },
          },
        ],
      };
    },
    { attempt: attemptAt('remind-notice', { versionId: found.version_id, modelId: found.model_id }) },
  );
  return { ...result, receipt };
}

function refuseUnfit(notice: NoticeStored, now: Date): void {
  refuseOver(notice);
  if (isSettledNotice(notice))
    throw new Refusal('CONFLICT', 'Nothing is asked of this consumer now.', { state: notice.state });
  const last = Math.max(notice.raised_at.getTime(), notice.reminded_at?.getTime() ?? 0);
  const again = last + remindPauseMinutes * 60_000;
  if (now.getTime() < again)
    throw new Refusal('CONFLICT', 'They were told less than an hour ago.', {
      again: new Date(again).toISOString(),
    });
}
