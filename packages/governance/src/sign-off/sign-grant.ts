import { randomBytes } from 'node:crypto';
import { type Reauthenticate, Refusal, type SignGrant } from '@countersign/contracts';
import { sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { verifyOwnPassword } from '../person/sign-in.ts';

const lifetimeMs = 60_000;

/**
 * The signer authenticates for one signature: the reply is a one-use secret, bound to the session, the request, the
 * decision and the digests, good for 60 seconds. @throws Refusal TOKEN_CANNOT_SIGN, WRONG_CREDENTIALS, LOCKED_OUT
 */
export async function reauthenticate(ctx: Context, input: Reauthenticate): Promise<SignGrant> {
  const { actor } = ctx;
  if (actor.kind !== 'person' || actor.via !== 'session' || actor.sessionId === null) {
    throw new Refusal('TOKEN_CANNOT_SIGN', 'An API token can never sign: sign in as a person.');
  }
  await verifyOwnPassword(ctx, { personId: actor.id, password: input.password });
  return mintGrant(ctx, {
    ...input,
    personId: actor.id,
    sessionId: actor.sessionId,
    assurance: 'server-key/password',
  });
}

export interface GrantFor {
  readonly personId: string;
  readonly sessionId: string;
  readonly requestId: string;
  readonly decision: string;
  readonly substance: string;
  readonly presentation: string;
  readonly assurance: string;
}

/** Writes a grant for somebody who has authenticated, by whatever means `assurance` names. */
export async function mintGrant(ctx: Context, grant: GrantFor): Promise<SignGrant> {
  const secret = randomBytes(24).toString('base64url');
  const expiresAt = new Date(ctx.clock().getTime() + lifetimeMs);
  await ctx.pool.query(
    `INSERT INTO sign_grant (id, session_id, person_id, request_id, decision, substance, presentation, assurance, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      sha256Hex(secret),
      grant.sessionId,
      grant.personId,
      grant.requestId,
      grant.decision,
      grant.substance,
      grant.presentation,
      grant.assurance,
      expiresAt,
    ],
  );
  return { grant: secret, expiresAt: expiresAt.toISOString() };
}

/** Uses the grant up inside the signing transaction; returns its assurance. @throws Refusal GRANT_INVALID */
export async function consumeGrant(
  tx: Tx,
  secret: string,
  expected: Omit<GrantFor, 'assurance'>,
): Promise<string> {
  const consumed = await tx.query<{ assurance: string }>(
    `UPDATE sign_grant SET consumed_at = $2
     WHERE id = $1 AND consumed_at IS NULL AND expires_at > $2 AND session_id = $3 AND person_id = $4 AND request_id = $5
       AND decision = $6 AND substance = $7 AND presentation = $8
       AND EXISTS (SELECT FROM session s WHERE s.id = $3 AND s.person_id = $4 AND s.expires_at > $2)
     RETURNING assurance`,
    [
      sha256Hex(secret),
      tx.at,
      expected.sessionId,
      expected.personId,
      expected.requestId,
      expected.decision,
      expected.substance,
      expected.presentation,
    ],
  );
  if (!consumed.rows[0]) {
    throw new Refusal(
      'GRANT_INVALID',
      'The password was given for another signature, or more than 60 seconds ago. Give it again.',
    );
  }
  return consumed.rows[0].assurance;
}
