import { type EndSession, type Receipt, Refusal, type SessionsOf } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { endSessionsOf } from './end-sessions-of.ts';

/** Ends one session: one's own, or anybody's by an administrator. */
export async function endSession(ctx: Context, { id }: EndSession): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      const ended = await tx.query<{ person_id: string }>(
        'DELETE FROM session WHERE id = $1 RETURNING person_id',
        [id],
      );
      const personId = ended.rows[0]?.person_id;
      if (personId !== ctx.actor.id) await requireRole(tx, ctx.actor, null, ['administrator']);
      if (personId === undefined)
        throw new Refusal('NOT_FOUND', 'There is no such session; it may have ended.');
      return {
        result: undefined,
        events: [
          {
            event: 'person.sessions-ended',
            subject: { kind: 'person', id: personId },
            data: { sessions: 1 },
          },
        ],
      };
    },
    { attempt: { command: 'end-session', subject: { kind: 'installation', id: 'sessions' } } },
  );
  return receipt;
}

/** Signs somebody out everywhere: oneself but for this browser, or anybody by an administrator. */
export async function endSessions(ctx: Context, { personId }: SessionsOf): Promise<Receipt> {
  const { actor } = ctx;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(actor);
      const isOwn = personId === actor.id;
      if (!isOwn) await requireRole(tx, actor, null, ['administrator']);
      const kept = isOwn && actor.kind === 'person' ? actor.sessionId : null;
      const [ended] = await endSessionsOf(tx, personId, kept);
      if (!ended) throw new Refusal('NOT_FOUND', 'There is no other session.');
      return { result: undefined, events: [ended] };
    },
    { attempt: { command: 'end-sessions', subject: { kind: 'person', id: personId } } },
  );
  return receipt;
}
