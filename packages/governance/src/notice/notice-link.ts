import { timingSafeEqual } from 'node:crypto';
import type { Keyring } from '../keys/keyring.ts';

const macBytes = 24;

const macOf = (keyring: Keyring, recipientId: string): Buffer =>
  keyring.keyedHash(recipientId, 'notice-link').subarray(0, macBytes);

/**
 * The secret in the link of one recipient of one notice: the recipient's id and a keyed hash of it. It is made from the
 * installation key each time, so every mail about the notice has the same link and the database holds none.
 */
export const noticeSecret = (keyring: Keyring, recipientId: string): string =>
  Buffer.concat([Buffer.from(recipientId.replaceAll('-', ''), 'hex'), macOf(keyring, recipientId)]).toString(
    'base64url',
  );

/** The recipient whose link this is; null for anything that `noticeSecret` did not make. */
export function recipientOf(keyring: Keyring, secret: string): string | null {
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length !== 16 + macBytes || bytes.toString('base64url') !== secret) return null;
  const hex = bytes.subarray(0, 16).toString('hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );
  return timingSafeEqual(bytes.subarray(16), macOf(keyring, id)) ? id : null;
}
