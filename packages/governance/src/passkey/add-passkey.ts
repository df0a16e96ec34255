import { type AddPasskey, type FreshProof, type PasskeyChallenge, Refusal } from '@countersign/contracts';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { uuidv7 } from 'uuidv7';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { requireFresh } from '../person/require-fresh.ts';
import { askChallenge, takeChallenge } from './passkey-challenge.ts';
import { relyingParty } from './relying-party.ts';
import { webAuthn } from './web-authn.ts';

const name = 'Countersign';

/** Asks the browser to make a passkey for the person who is signed in. @throws Refusal TOKEN_CANNOT_SIGN, WRONG_CREDENTIALS, SIGN_IN_AGAIN */
export async function startAddPasskey(ctx: Context, proof: FreshProof): Promise<PasskeyChallenge> {
  const person = await requireFresh(ctx, proof);
  const known = await ctx.pool.query<{ credential_id: string; transports: string[] }>(
    'SELECT credential_id, transports FROM passkey WHERE person_id = $1 AND removed_at IS NULL',
    [person.id],
  );
  const { challengeId, challenge } = await askChallenge(ctx, { purpose: 'add', personId: person.id });
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: name,
    rpID: relyingParty(ctx.url).id,
    userName: person.email,
    userDisplayName: person.name,
    userID: new TextEncoder().encode(person.id),
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.rows.map(({ credential_id: id, transports }) => ({
      id,
      transports: transports as NonNullable<RegistrationResponseJSON['response']['transports']>,
    })),
  });
  return { challengeId, options: { ...options } };
}

/** Keeps the passkey that the authenticator made. @throws Refusal GRANT_INVALID, WRONG_CREDENTIALS or CONFLICT */
export async function addPasskey(ctx: Context, input: AddPasskey): Promise<{ id: string }> {
  if (ctx.actor.kind !== 'person' || ctx.actor.via !== 'session')
    throw new Refusal('TOKEN_CANNOT_SIGN', 'Passkeys are added by a person who is signed in.');
  const personId = ctx.actor.id;
  const challenge = await takeChallenge(ctx, input.challengeId, { purpose: 'add', personId });
  const made = await verify(ctx, input, challenge);
  const { result } = await change(
    ctx,
    async (tx) => {
      const id = uuidv7();
      const inserted = await tx.query(
        `INSERT INTO passkey (id, credential_id, person_id, public_key, counter, transports, name, synced, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (credential_id) DO NOTHING`,
        [
          id,
          made.credential.id,
          personId,
          Buffer.from(made.credential.publicKey),
          made.credential.counter,
          made.credential.transports ?? [],
          input.name,
          made.credentialBackedUp,
          tx.at,
        ],
      );
      if (!inserted.rowCount) throw new Refusal('CONFLICT', 'This passkey was added already.');
      const data = {
        passkey: id,
        credential: made.credential.id,
        publicKey: Buffer.from(made.credential.publicKey).toString('base64'),
      };
      return {
        result: { id },
        events: [
          {
            event: 'person.passkey-added',
            subject: { kind: 'person', id: personId },
            data,
            records: { name: input.name },
          },
        ],
      };
    },
    { attempt: { command: 'add-passkey', subject: { kind: 'person', id: personId } } },
  );
  return result;
}

async function verify(ctx: Context, input: AddPasskey, challenge: string) {
  const { verifyRegistrationResponse } = await webAuthn();
  const verified = await verifyRegistrationResponse({
    response: input.response as unknown as RegistrationResponseJSON,
    expectedChallenge: challenge,
    expectedOrigin: relyingParty(ctx.url).origin,
    expectedRPID: relyingParty(ctx.url).id,
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified || !verified.registrationInfo)
    throw new Refusal('WRONG_CREDENTIALS', 'The passkey did not answer as it should. Try again.');
  return verified.registrationInfo;
}
