import type { PasskeyChallenge, SignInWithPasskey } from '@countersign/contracts';
import type { House } from '../context.ts';
import type { KnownPerson } from '../person/sign-in.ts';
import { askChallenge, takeChallenge } from './passkey-challenge.ts';
import { relyingParty } from './relying-party.ts';
import { findPasskey, verifyAssertion } from './verify-assertion.ts';
import { webAuthn } from './web-authn.ts';

/** Asks whoever is at the browser for a passkey of theirs; nobody is named before. */
export async function startPasskeySignIn(house: House): Promise<PasskeyChallenge> {
  const { challengeId, challenge } = await askChallenge(house, { purpose: 'sign-in', personId: null });
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(house.url).id,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    userVerification: 'required',
  });
  return { challengeId, options: { ...options } };
}

/** Who answered. A passkey is two factors at once: what they have, and the PIN or finger that opens it. */
export async function checkPasskey(house: House, input: SignInWithPasskey): Promise<KnownPerson> {
  const challenge = await takeChallenge(house, input.challengeId, { purpose: 'sign-in', personId: null });
  const passkey = await findPasskey(house, input.response);
  await verifyAssertion(house, passkey, input.response, challenge);
  const person = await house.db.person.findUniqueOrThrow({
    where: { id: passkey.person_id },
    select: { id: true, name: true, email: true },
  });
  return person;
}
