import type { PasskeyGrant, SignGrant } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { askPasskey } from '../../app/ask-passkey.ts';
import { stepUp } from './step-up.ts';
import type { Proof } from './use-proof.ts';

interface Ways {
  readonly passkey: () => Promise<PasskeyGrant>;
  readonly password: () => Promise<SignGrant>;
  readonly signOn: () => Promise<SignGrant>;
}

/**
 * The one-use grant of a signature: the passkey signs the record that the server prepared, the identity provider asks
 * the signer again, or the password is checked.
 */
export async function grantOf(proof: Proof, { passkey: byPasskey, password, signOn }: Ways): Promise<string> {
  if (proof.method === 'password') return (await password()).grant;
  if (proof.method === 'sign-on') return stepUp(signOn);
  const { grant, options } = await byPasskey();
  return (await api.signOff.confirmGrant.mutate({ grant, response: await askPasskey(options) })).grant;
}
