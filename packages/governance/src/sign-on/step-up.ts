import { type Reauthenticate, Refusal, type SignGrant } from '@countersign/contracts';
import { sha256Hex } from '../change.ts';
import type { Context, House } from '../context.ts';
import { mintGrant } from '../signature/sign-grant.ts';

/** The assurance of a signature after the identity provider asked its signer anew. */
const assurance = 'server-key/single-sign-on';

/** A grant that waits for the identity provider to ask the signer who they are. @throws Refusal TOKEN_CANNOT_SIGN, NOT_FOUND */
export async function startStepUp(
  ctx: Context,
  input: Omit<Reauthenticate, 'password' | 'code'>,
): Promise<SignGrant> {
  const { actor } = ctx;
  if (actor.kind !== 'person' || actor.via !== 'session' || actor.sessionId === null)
    throw new Refusal('TOKEN_CANNOT_SIGN', 'An API token can never sign: sign in as a person.');
  const linked = await ctx.pool.query('SELECT FROM sign_on_identity WHERE person_id = $1', [actor.id]);
  if (!linked.rowCount || !ctx.access?.signOn)
    throw new Refusal('NOT_FOUND', 'The identity provider does not know this account.');
  return mintGrant(ctx, {
    ...input,
    personId: actor.id,
    sessionId: actor.sessionId,
    assurance,
    awaitsSignOn: true,
  });
}

/**
 * The provider has asked the signer: the grant is good for 60 seconds, if they are the one who began, and were asked after
 * they did. @throws Refusal GRANT_INVALID, WRONG_CREDENTIALS
 */
export async function finishStepUp(
  house: House,
  input: {
    readonly grantId: string;
    readonly personId: string;
    readonly identity: { readonly issuer: string; readonly subject: string };
    /** `auth_time` of the token, and when the step-up began. */
    readonly authenticatedAt: Date;
    readonly startedAt: Date;
  },
): Promise<void> {
  // Clocks of two machines differ by a little; an earlier sign-in at the provider does not.
  if (input.authenticatedAt.getTime() < input.startedAt.getTime() - skewMs)
    throw new Refusal('WRONG_CREDENTIALS', 'The identity provider did not ask you again.');
  const now = house.clock();
  const done = await house.pool.query(
    `UPDATE sign_grant g SET verified = true, expires_at = $5 FROM sign_on_identity i
     WHERE g.id = $1 AND g.person_id = $2 AND i.person_id = $2 AND i.issuer = $3 AND i.subject = $4
       AND NOT g.verified AND g.record IS NULL AND g.consumed_at IS NULL AND g.expires_at > $6`,
    [
      input.grantId,
      input.personId,
      input.identity.issuer,
      input.identity.subject,
      new Date(now.getTime() + 60_000),
      now,
    ],
  );
  if (!done.rowCount)
    throw new Refusal(
      'WRONG_CREDENTIALS',
      'Somebody else signed in at the identity provider, or it took too long.',
    );
}

const skewMs = 5_000;

export const grantIdOf = (grant: string): string => sha256Hex(grant);

/** Whether the provider has answered for a grant; the page that waits asks for it. */
export async function isGrantVerified(ctx: Context, grant: string): Promise<boolean> {
  const found = await ctx.pool.query<{ verified: boolean }>(
    'SELECT verified FROM sign_grant WHERE id = $1 AND person_id = $2 AND expires_at > $3',
    [sha256Hex(grant), ctx.actor.id, ctx.clock()],
  );
  if (!found.rows[0]) throw new Refusal('GRANT_INVALID', 'It took too long. Sign again.');
  return found.rows[0].verified;
}
