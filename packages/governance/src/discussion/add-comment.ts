import { type AddComment, type Receipt, Refusal } from '@countersign/contracts';
import { rolesHeld } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { refuseUnlessDiscussant } from './discussants.ts';
import { findThread, lockThread, onVersion } from './find-thread.ts';
import { writeComment } from './write-comment.ts';

/** Answers in a thread that is open. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, CONFLICT once it is resolved */
export async function addComment(
  ctx: Context,
  input: AddComment,
): Promise<{ commentId: string; receipt: Receipt }> {
  const { version_id: id } = await findThread(ctx.pool, input.threadId);
  const { attempt } = await attemptOn(ctx, 'add-comment', { id });
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const thread = await lockThread(tx, input.threadId);
      refuseUnlessDiscussant(await rolesHeld(tx, ctx.actor.id, thread.model_id));
      if (thread.resolved_at !== null) {
        throw new Refusal('CONFLICT', 'The thread is resolved. Reopen it to go on.', { threadId: thread.id });
      }
      const comment = await writeComment(tx, ctx, { ...input, modelId: thread.model_id });
      return {
        result: comment.id,
        events: [
          {
            event: 'version.thread-commented',
            ...onVersion(thread),
            data: { thread: thread.id, comment: comment.id, mentions: comment.mentions },
            records: { text: input.text },
          },
        ],
      };
    },
    { attempt },
  );
  return { commentId: result, receipt };
}
