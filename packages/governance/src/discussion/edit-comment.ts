import { type EditComment, type Receipt, Refusal } from '@countersign/contracts';
import { rolesHeld } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { refuseUnlessDiscussant } from './discussants.ts';
import { lockThread, onVersion } from './find-thread.ts';

interface Written {
  readonly thread_id: string;
  readonly person_id: string;
  readonly version_id: string;
}

/** A new text of one's own comment; the earlier one stays. @throws Refusal NOT_FOUND, NOT_YOURS, FORBIDDEN, BAD_INPUT */
export async function editComment(ctx: Context, input: EditComment): Promise<Receipt> {
  const found = await ctx.pool.query<Written>(
    `SELECT c.thread_id, c.person_id, t.version_id FROM thread_comment c JOIN thread t ON t.id = c.thread_id WHERE c.id = $1`,
    [input.commentId],
  );
  const comment = found.rows[0];
  if (!comment) throw new Refusal('NOT_FOUND', 'There is no such comment.', { commentId: input.commentId });
  const { attempt } = await attemptOn(ctx, 'edit-comment', { id: comment.version_id });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const thread = await lockThread(tx, comment.thread_id);
      refuseUnlessDiscussant(await rolesHeld(tx, ctx.actor.id, thread.model_id));
      if (comment.person_id !== ctx.actor.id)
        throw new Refusal('NOT_YOURS', 'Only whoever wrote a comment edits it.');
      const last = await tx.query<{ number: number; text: string }>(
        'SELECT number, text FROM comment_text WHERE comment_id = $1 ORDER BY number DESC LIMIT 1',
        [input.commentId],
      );
      const { number, text } = last.rows[0]!;
      if (text === input.text) throw new Refusal('BAD_INPUT', 'Nothing would change.', { field: 'text' });
      await tx.query('INSERT INTO comment_text (comment_id, number, text, at) VALUES ($1, $2, $3, $4)', [
        input.commentId,
        number + 1,
        input.text,
        tx.at,
      ]);
      return {
        result: undefined,
        events: [
          {
            event: 'version.comment-edited',
            ...onVersion(thread),
            data: { thread: thread.id, comment: input.commentId, text: number + 1 },
            records: { text: input.text },
          },
        ],
      };
    },
    { attempt },
  );
  return receipt;
}
