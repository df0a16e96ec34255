import { type Receipt, Refusal, type ResolveThread } from '@countersign/contracts';
import { rolesHeld } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { attemptOn } from '../lifecycle/refuse-unless-allowed.ts';
import { refuseUnlessDiscussant } from './discussants.ts';
import { findThread, lockThread, onVersion } from './find-thread.ts';

/** Resolves a thread, or reopens it. @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT where it is so already */
export async function resolveThread(ctx: Context, input: ResolveThread): Promise<Receipt> {
  const { version_id: id } = await findThread(ctx.pool, input.threadId);
  const { attempt } = await attemptOn(ctx, input.resolved ? 'resolve-thread' : 'reopen-thread', { id });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const thread = await lockThread(tx, input.threadId);
      refuseUnlessDiscussant(await rolesHeld(tx, ctx.actor.id, thread.model_id));
      if ((thread.resolved_at !== null) === input.resolved) {
        throw new Refusal('CONFLICT', `The thread is ${input.resolved ? 'resolved' : 'open'} already.`, {
          threadId: thread.id,
        });
      }
      await tx.query('UPDATE thread SET resolved_by = $2, resolved_at = $3 WHERE id = $1', [
        thread.id,
        input.resolved ? ctx.actor.id : null,
        input.resolved ? tx.at : null,
      ]);
      return {
        result: undefined,
        events: [
          {
            event: input.resolved ? 'version.thread-resolved' : 'version.thread-reopened',
            ...onVersion(thread),
            data: { thread: thread.id },
          },
        ],
      };
    },
    { attempt },
  );
  return receipt;
}
