import type { PasskeyGrant, SignGrant } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { askPasskey } from '../../app/ask-passkey.ts';
import type { Proof } from '../credential/index.ts';

/** The one-use grant of a signature: the passkey signs the record that the server prepared, or the password is checked. */
export async function grantOf(
  proof: Proof,
  byPasskey: () => Promise<PasskeyGrant>,
  byPassword: () => Promise<SignGrant>,
): Promise<string> {
  if (proof.method === 'password') return (await byPassword()).grant;
  const { grant, options } = await byPasskey();
  return (await api.signOff.confirmGrant.mutate({ grant, response: await askPasskey(options) })).grant;
}
