import type { SessionRow, SessionsOf } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';

/** More than these nobody looks through; all of them end together. */
const most = 200;

/** Where somebody is signed in, the last seen first: one's own, or anybody's by an administrator. */
export async function listSessions(ctx: Context, { personId }: SessionsOf): Promise<SessionRow[]> {
  const { actor } = ctx;
  requireSession(actor);
  if (personId !== actor.id) await requireRoleNow(ctx, null, ['administrator']);
  const current = actor.kind === 'person' ? actor.sessionId : null;
  const found = await ctx.pool.query<{
    id: string;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
    address: string;
    user_agent: string;
  }>(
    `SELECT id, created_at, coalesce(last_seen_at, created_at) AS last_seen_at, expires_at, address, user_agent
     FROM session WHERE person_id = $1 AND expires_at > $2 ORDER BY coalesce(last_seen_at, created_at) DESC, id LIMIT ${most}`,
    [personId, ctx.clock()],
  );
  return found.rows.map((row) => ({
    id: row.id,
    startedAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    endsAt: row.expires_at.toISOString(),
    address: row.address,
    browser: row.user_agent,
    current: row.id === current,
  }));
}
