import { concat, isEqual } from '../bytes.ts';
import { parseCoseKey } from './cose-key.ts';
import type { PackCrypto } from './pack-crypto.ts';

/** What a passkey signed, as an entry carries it: WebAuthn's fields in base64url. */
export interface KeptAssertion {
  readonly passkey: string;
  readonly clientData: string;
  readonly authenticatorData: string;
  readonly signature: string;
}

const utf8 = new TextEncoder();
/** The holder was there, and was recognised by PIN or finger. */
const presentAndVerified = 0x05;

export function fromBase64Url(text: string): Uint8Array {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new SyntaxError('not base64url');
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
}

/**
 * Whether the holder of a passkey signed this text (WebAuthn, section 7.2, without what only the portal knows: its origin and
 * its counter). Null where the platform cannot check the kind of key. @throws SyntaxError where it is no assertion
 */
export async function isAssertionOf(
  assertion: KeptAssertion,
  coseKey: Uint8Array,
  text: Uint8Array,
  { sha256, passkeyVerify }: PackCrypto,
): Promise<boolean | null> {
  const key = parseCoseKey(coseKey);
  if (!key) return null;
  const client = fromBase64Url(assertion.clientData);
  const data = fromBase64Url(assertion.authenticatorData);
  const { type, challenge, origin } = JSON.parse(new TextDecoder().decode(client)) as Record<string, unknown>;
  if (type !== 'webauthn.get' || typeof challenge !== 'string' || typeof origin !== 'string') return false;
  if (!isEqual(fromBase64Url(challenge), sha256(text))) return false;
  const host = /^https?:\/\/([^/:]+)(?::\d+)?$/.exec(origin)?.[1] ?? '';
  if (data.length < 37 || !isEqual(data.subarray(0, 32), sha256(utf8.encode(host)))) return false;
  if ((data[32]! & presentAndVerified) !== presentAndVerified) return false;
  return passkeyVerify(key, concat([data, sha256(client)]), fromBase64Url(assertion.signature));
}
