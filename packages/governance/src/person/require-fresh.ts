import { type FreshProof, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { type KnownPerson, verifyOwnPassword } from './sign-in.ts';

/** How long ago somebody may have signed in who has no password to give. */
const freshMs = 10 * 60_000;

/**
 * Ways to sign in are changed by somebody who shows who they are just now: by their password, or, where they have none or
 * passwords are off, by having signed in within ten minutes. @throws Refusal TOKEN_CANNOT_SIGN, WRONG_CREDENTIALS, LOCKED_OUT or SIGN_IN_AGAIN
 */
export async function requireFresh(ctx: Context, { password, code }: FreshProof): Promise<KnownPerson> {
  const { actor } = ctx;
  if (actor.kind !== 'person' || actor.via !== 'session' || actor.sessionId === null)
    throw new Refusal('TOKEN_CANNOT_SIGN', 'An API token cannot do this: sign in as a person.');
  if (password !== undefined) {
    await verifyOwnPassword(ctx, { personId: actor.id, password, code });
    return actor;
  }
  const found = await ctx.pool.query<{ fresh: boolean }>(
    `SELECT s.created_at > $3 AND (p.password_hash IS NULL OR $4 AND NOT p.emergency) AS fresh FROM session s JOIN person p ON p.id = s.person_id
     WHERE s.id = $1 AND s.person_id = $2`,
    [
      actor.sessionId,
      actor.id,
      new Date(ctx.clock().getTime() - freshMs),
      ctx.access?.passwords === 'emergency',
    ],
  );
  if (!found.rows[0]?.fresh)
    throw new Refusal(
      'SIGN_IN_AGAIN',
      'Give your password, or sign out and in again, before you change this.',
    );
  return actor;
}
