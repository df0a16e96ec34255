import { Refusal } from '@countersign/contracts';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { House } from '../context.ts';
import { relyingParty } from './relying-party.ts';
import { webAuthn } from './web-authn.ts';

export interface StoredPasskey {
  readonly id: string;
  readonly credential_id: string;
  readonly person_id: string;
  readonly public_key: Buffer;
  /** bigint as text. */
  readonly counter: string;
}

/** What a passkey signed, in WebAuthn's JSON form (base64url); kept with the signature that it stands for. */
export interface Assertion {
  readonly passkey: string;
  readonly credential: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

const refused = () => new Refusal('WRONG_CREDENTIALS', 'The passkey did not answer as it should. Try again.');

/** The passkey that a response names, if it is there and its person's account is open. @throws Refusal WRONG_CREDENTIALS */
export async function findPasskey(
  house: Pick<House, 'pool'>,
  response: Readonly<Record<string, unknown>>,
): Promise<StoredPasskey> {
  const found = await house.pool.query<StoredPasskey>(
    `SELECT k.id, k.credential_id, k.person_id, k.public_key, k.counter FROM passkey k JOIN person p ON p.id = k.person_id
     WHERE k.credential_id = $1 AND k.removed_at IS NULL AND p.active`,
    [String(response.id)],
  );
  const passkey = found.rows[0];
  if (!passkey) throw new Refusal('WRONG_CREDENTIALS', 'This passkey is not known here.');
  return passkey;
}

/**
 * Whether the passkey's holder, seen by their authenticator (PIN or finger), signed exactly this challenge for this
 * installation (WebAuthn, section 7.2). Keeps the counter. @throws Refusal WRONG_CREDENTIALS
 */
export async function verifyAssertion(
  house: Pick<House, 'pool' | 'clock' | 'url'>,
  passkey: StoredPasskey,
  response: Readonly<Record<string, unknown>>,
  challenge: string,
): Promise<Assertion> {
  const answered = response as unknown as AuthenticationResponseJSON;
  const { verifyAuthenticationResponse } = await webAuthn();
  const verified = await verifyAuthenticationResponse({
    response: answered,
    expectedChallenge: challenge,
    expectedOrigin: relyingParty(house.url).origin,
    expectedRPID: relyingParty(house.url).id,
    requireUserVerification: true,
    credential: {
      id: passkey.credential_id,
      publicKey: new Uint8Array(passkey.public_key),
      counter: Number(passkey.counter),
    },
  }).catch(() => {
    // The library throws for every kind of wrong answer; which one it was helps only somebody who tries.
    throw refused();
  });
  if (!verified.verified) throw refused();
  await house.pool.query('UPDATE passkey SET counter = $2, last_used_at = $3 WHERE id = $1', [
    passkey.id,
    verified.authenticationInfo.newCounter,
    house.clock(),
  ]);
  const { clientDataJSON, authenticatorData, signature } = answered.response;
  return {
    passkey: passkey.id,
    credential: passkey.credential_id,
    clientData: clientDataJSON,
    authenticatorData,
    signature,
  };
}

/**
 * Whether a kept answer is a passkey's signature over this challenge: the key and the signature alone, so that it holds
 * after the portal moved to another host.
 */
export async function isAssertionOver(
  assertion: Assertion,
  publicKey: Buffer,
  challenge: string,
): Promise<boolean> {
  const { origin } = JSON.parse(Buffer.from(assertion.clientData, 'base64url').toString('utf8')) as {
    origin: string;
  };
  const { verifyAuthenticationResponse } = await webAuthn();
  const { verified } = await verifyAuthenticationResponse({
    response: {
      id: assertion.credential,
      rawId: assertion.credential,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: assertion.clientData,
        authenticatorData: assertion.authenticatorData,
        signature: assertion.signature,
      },
    },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: relyingParty(origin).id,
    requireUserVerification: true,
    credential: { id: assertion.credential, publicKey: new Uint8Array(publicKey), counter: 0 },
  });
  return verified;
}
