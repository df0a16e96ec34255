import { createHash } from 'node:crypto';
import { type ConfirmGrant, type PasskeyGrant, Refusal, type SignGrant } from '@countersign/contracts';
import type { AuthenticatorTransport } from '@simplewebauthn/server';
import { sha256Hex } from '../change.ts';
import type { Context } from '../context.ts';
import { relyingParty } from '../passkey/relying-party.ts';
import { findPasskey, verifyAssertion } from '../passkey/verify-assertion.ts';
import { webAuthn } from '../passkey/web-authn.ts';
import { prepareRecord, RecordPrepared, type Seal } from './seal.ts';
import { mintGrant, passkeyAssurance, recordOfGrant, verifyGrant } from './sign-grant.ts';

/**
 * What `sign` would sign now, and the question to the signer's passkey whether they mean it.
 * @throws Refusal as signing would, NOT_FOUND without a passkey
 */
export async function prepareGrant(
  ctx: Context,
  sign: (seal: Seal) => Promise<unknown>,
  sittingId?: string,
): Promise<PasskeyGrant> {
  const { grantFor, record } = await prepared(sign(prepareRecord));
  const passkeys = await ctx.pool.query<{ credential_id: string; transports: AuthenticatorTransport[] }>(
    'SELECT credential_id, transports FROM passkey WHERE person_id = $1 AND removed_at IS NULL',
    [ctx.actor.id],
  );
  if (passkeys.rows.length === 0)
    throw new Refusal('NOT_FOUND', 'You have no passkey yet: add one in your settings.');
  const { grant, expiresAt } = await mintGrant(ctx, {
    ...grantFor,
    assurance: passkeyAssurance,
    record,
    sittingId,
  });
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(ctx.url).id,
    // The challenge is the digest itself: what the passkey signs is this record and no other.
    challenge: new Uint8Array(digestOf(record)),
    userVerification: 'required',
    allowCredentials: passkeys.rows.map(({ credential_id: id, transports }) => ({ id, transports })),
  });
  return { grant, expiresAt, record, digest: sha256Hex(record), options: { ...options } };
}

async function prepared(work: Promise<unknown>): Promise<RecordPrepared> {
  try {
    await work;
  } catch (error) {
    if (error instanceof RecordPrepared) return error;
    throw error;
  }
  throw new Error('signing ended without a record');
}

const digestOf = (record: string): Buffer => createHash('sha256').update(record).digest();

/** Takes the passkey's answer: the grant may then sign exactly that record. @throws Refusal GRANT_INVALID, WRONG_CREDENTIALS */
export async function confirmGrant(ctx: Context, { grant, response }: ConfirmGrant): Promise<SignGrant> {
  const record = await recordOfGrant(ctx, grant);
  const passkey = await findPasskey(ctx, response);
  if (passkey.person_id !== ctx.actor.id)
    throw new Refusal('WRONG_CREDENTIALS', 'This passkey is somebody else’s.');
  const assertion = await verifyAssertion(ctx, passkey, response, digestOf(record).toString('base64url'));
  return verifyGrant(ctx, grant, assertion);
}
