import { randomBytes } from 'node:crypto';
import { type Reauthenticate, Refusal, type SignGrant } from '@countersign/contracts';
import { sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { refuseBehind } from '../ledger/refuse-behind.ts';
import type { Assertion } from '../passkey/verify-assertion.ts';
import { hasOneTimeCode } from '../person/check-one-time-code.ts';
import { verifyOwnPassword } from '../person/sign-in.ts';
import { isFactorEnough, sittingAssurance } from './live-sitting.ts';

const lifetimeMs = 60_000;
/** For finding the authenticator and reading what it shows. */
const unansweredMs = 3 * 60_000;
/** From asking a passkey to the signature that uses its answer, at most. */
export const longestAskedMs = unansweredMs + lifetimeMs;

/** The assurance of a signature that the signer's own passkey made over the record's digest. */
export const passkeyAssurance = 'passkey';

/**
 * The signer authenticates for one signature: the reply is a one-use secret, bound to the session, the request, the
 * decision and the digests, good for 60 seconds. @throws Refusal TOKEN_CANNOT_SIGN, WRONG_CREDENTIALS, LOCKED_OUT
 */
export async function reauthenticate(ctx: Context, input: Reauthenticate): Promise<SignGrant> {
  const { actor } = ctx;
  if (actor.kind !== 'person' || actor.via !== 'session' || actor.sessionId === null) {
    throw new Refusal('TOKEN_CANNOT_SIGN', 'An API token can never sign: sign in as a person.');
  }
  const { password, code, sittingId } = input;
  // Somebody who signs with a password alone gives everything every time, in a sitting too.
  const hasCode = await hasOneTimeCode(ctx, actor.id);
  const isOneFactor =
    hasCode && code === undefined && sittingId !== undefined && (await isFactorEnough(ctx, sittingId));
  await verifyOwnPassword(ctx, { personId: actor.id, password, code }, { codeToo: !isOneFactor });
  const full = hasCode ? 'server-key/password+code' : 'server-key/password';
  return mintGrant(ctx, {
    ...input,
    personId: actor.id,
    sessionId: actor.sessionId,
    assurance: isOneFactor ? sittingAssurance : full,
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
  /** The canonical record that a passkey is asked to sign; the grant is good once it has. */
  readonly record?: string;
  /** The grant is good once the identity provider has asked the signer. */
  readonly awaitsSignOn?: boolean;
  /** The sitting in which it is given. */
  readonly sittingId?: string | undefined;
}

/** Writes a grant for somebody who has authenticated, or is about to, by whatever means `assurance` names. */
export async function mintGrant(ctx: Context, grant: GrantFor): Promise<SignGrant> {
  await refuseBehind(ctx);
  const secret = randomBytes(24).toString('base64url');
  const isAnswered = grant.record === undefined && !grant.awaitsSignOn;
  const lasts = isAnswered ? lifetimeMs : unansweredMs;
  const expiresAt = new Date(ctx.clock().getTime() + lasts);
  await ctx.pool.query(
    `INSERT INTO sign_grant (id, session_id, person_id, request_id, decision, substance, presentation, assurance, expires_at, verified, record, sitting_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
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
      isAnswered,
      grant.record ?? null,
      grant.sittingId ?? null,
    ],
  );
  return { grant: secret, expiresAt: expiresAt.toISOString() };
}

/** How the signer authenticated; with a passkey, also the record that it signed and its answer. */
export interface Granted {
  readonly assurance: string;
  readonly record: string | null;
  readonly assertion: Assertion | null;
  readonly sitting_id: string | null;
}

const grantInvalid = () =>
  new Refusal(
    'GRANT_INVALID',
    'You authenticated for another signature, or more than 60 seconds ago. Do it again.',
  );

/** Uses the grant up inside the signing transaction. @throws Refusal GRANT_INVALID */
export async function consumeGrant(
  tx: Tx,
  secret: string,
  expected: Omit<GrantFor, 'assurance' | 'record' | 'sittingId'>,
): Promise<Granted> {
  const consumed = await tx.query<Granted>(
    `UPDATE sign_grant SET consumed_at = $2
     WHERE id = $1 AND consumed_at IS NULL AND expires_at > $2 AND session_id = $3 AND person_id = $4 AND request_id = $5
       AND decision = $6 AND substance = $7 AND presentation = $8 AND verified
       AND EXISTS (SELECT FROM session s WHERE s.id = $3 AND s.person_id = $4 AND s.expires_at > $2)
     RETURNING assurance, record, assertion, sitting_id`,
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
    throw grantInvalid();
  }
  return consumed.rows[0];
}

/** The signer's passkey has answered: the grant is good for 60 seconds from now. @throws Refusal GRANT_INVALID */
export async function verifyGrant(ctx: Context, secret: string, assertion: Assertion): Promise<SignGrant> {
  const expiresAt = new Date(ctx.clock().getTime() + lifetimeMs);
  const verified = await ctx.pool.query(
    `UPDATE sign_grant SET verified = true, assertion = $2, expires_at = $3
     WHERE id = $1 AND NOT verified AND consumed_at IS NULL AND expires_at > $4`,
    [sha256Hex(secret), JSON.stringify(assertion), expiresAt, ctx.clock()],
  );
  if (!verified.rowCount) throw grantInvalid();
  return { grant: secret, expiresAt: expiresAt.toISOString() };
}

/** The record that a grant of this session waits to be signed. @throws Refusal GRANT_INVALID */
export async function recordOfGrant(ctx: Context, secret: string): Promise<string> {
  const { personId, sessionId } = {
    personId: ctx.actor.id,
    sessionId: ctx.actor.kind === 'person' ? ctx.actor.sessionId : null,
  };
  const found = await ctx.pool.query<{ record: string }>(
    `SELECT record FROM sign_grant WHERE id = $1 AND person_id = $2 AND session_id = $3 AND record IS NOT NULL AND NOT verified
       AND consumed_at IS NULL AND expires_at > $4`,
    [sha256Hex(secret), personId, sessionId, ctx.clock()],
  );
  const record = found.rows[0]?.record;
  if (record === undefined) throw grantInvalid();
  return record;
}
