import { type OneSitting, Refusal, type Sitting, type SittingItem } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { idleMs, longestMs } from '../signature/live-sitting.ts';

interface Stored {
  readonly session_id: string;
  readonly began_at: Date;
  readonly last_at: Date;
  readonly full_at: Date | null;
  readonly ended_at: Date | null;
  readonly items: SittingItem[];
}

/** How far one's own sitting is. @throws Refusal TOKEN_CANNOT_SIGN, NOT_FOUND */
export async function readSitting(ctx: Context, { sittingId }: OneSitting): Promise<Sitting> {
  const signer = signerOf(ctx.actor);
  const { rows } = await ctx.pool.query<Stored>(
    `SELECT s.session_id, s.began_at, s.last_at, s.full_at, s.ended_at,
       (SELECT json_agg(json_build_object('requestId', i.request_id, 'model', m.key, 'version', v.label, 'gate', r.gate,
          'environment', e.key, 'state', CASE WHEN i.signed_at IS NOT NULL THEN 'signed' WHEN r.state <> 'open' THEN 'gone'
            WHEN i.opened_at IS NULL THEN 'unread' ELSE 'opened' END) ORDER BY i.position)
        FROM sitting_item i JOIN request r ON r.id = i.request_id JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id
        LEFT JOIN environment e ON e.id = r.environment_id WHERE i.sitting_id = s.id) AS items
     FROM sitting s WHERE s.id = $1 AND s.person_id = $2`,
    [sittingId, signer.id],
  );
  const stored = rows[0];
  if (!stored) throw new Refusal('NOT_FOUND', 'There is no such sitting of yours.');
  const until = new Date(Math.min(stored.last_at.getTime() + idleMs, stored.began_at.getTime() + longestMs));
  return {
    id: sittingId,
    items: stored.items,
    isFull: stored.full_at !== null,
    isOver: stored.ended_at !== null || stored.session_id !== signer.sessionId || until <= ctx.clock(),
    until: until.toISOString(),
  };
}
