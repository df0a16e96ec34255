import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { Context } from '../context.ts';

/** Without opening or signing anything for so long a sitting is over (21 CFR 11.200: one continuous period). */
export const idleMs = 15 * 60_000;
/** And after this in any case. */
export const longestMs = 2 * 60 * 60_000;

/** The assurance of a signature that took the password alone, because an earlier one of the sitting took everything. */
export const sittingAssurance = 'server-key/password/in-sitting';

export interface LiveSitting {
  readonly id: string;
  readonly full_at: Date | null;
}

const liveSql = `SELECT s.id, s.full_at FROM sitting s JOIN session v ON v.id = s.session_id AND v.person_id = s.person_id
  WHERE s.id = $1 AND s.session_id = $2 AND s.person_id = $3 AND s.ended_at IS NULL AND v.expires_at > $4
    AND s.last_at > $5 AND s.began_at > $6`;

/** The sitting, while it runs, of this session and person and nobody else’s. @throws Refusal SITTING_REFUSED */
export async function requireSitting(
  db: Pick<Tx, 'query'>,
  at: Date,
  of: { readonly sittingId: string; readonly sessionId: string | null; readonly personId: string },
  lock = false,
): Promise<LiveSitting> {
  const before = (ms: number) => new Date(at.getTime() - ms);
  const found = await db.query<LiveSitting>(`${liveSql}${lock ? ' FOR UPDATE OF s' : ''}`, [
    of.sittingId,
    of.sessionId,
    of.personId,
    at,
    before(idleMs),
    before(longestMs),
  ]);
  if (!found.rows[0])
    throw new Refusal(
      'SITTING_REFUSED',
      'This sitting is over: it belongs to one session, and ends after fifteen minutes without opening or signing anything. Begin another one.',
      { because: 'over' },
    );
  return found.rows[0];
}

/** Whether the password alone is enough for the next signature of this sitting. @throws Refusal SITTING_REFUSED */
export async function isFactorEnough(ctx: Context, sittingId: string): Promise<boolean> {
  const { actor } = ctx;
  const sessionId = actor.kind === 'person' ? actor.sessionId : null;
  const live = await requireSitting(ctx.pool, ctx.clock(), { sittingId, sessionId, personId: actor.id });
  return live.full_at !== null;
}
