import { Refusal } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { forgetInboxCount } from '../home/count-inbox.ts';
import { findThread } from './find-thread.ts';

/** Notes that I have read the comments of a thread that mention me: they leave my inbox. */
export async function seeMentions(
  ctx: Context,
  { threadId }: { threadId: string },
): Promise<{ seen: number }> {
  const scope = await requireInsight(ctx);
  if (ctx.actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'Only people are mentioned.');
  requireModelIn(scope, (await findThread(ctx.pool, threadId)).model_id);
  const seen = await ctx.pool.query(
    `INSERT INTO mention_seen (comment_id, person_id, at)
     SELECT m.comment_id, m.person_id, $3 FROM mention m JOIN thread_comment c ON c.id = m.comment_id
     WHERE c.thread_id = $1 AND m.person_id = $2 ON CONFLICT DO NOTHING`,
    [threadId, ctx.actor.id, ctx.clock()],
  );
  forgetInboxCount(ctx);
  return { seen: seen.rowCount ?? 0 };
}
