import { createHash, createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import * as zlib from 'node:zlib';
import { crc32, type PackCrypto, type PasskeyKey } from '@countersign/ledger';

const base64Url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const ed25519Key = (x: Uint8Array) => jwk({ kty: 'OKP', crv: 'Ed25519', x: base64Url(x) });
const jwk = (key: { kty: string; [part: string]: string }): KeyObject =>
  createPublicKey({ key, format: 'jwk' });

function keyOf(key: PasskeyKey): KeyObject {
  if (key.alg === 'EdDSA') return ed25519Key(key.x);
  if (key.alg === 'RS256') return jwk({ kty: 'RSA', n: base64Url(key.n), e: base64Url(key.e) });
  return jwk({ kty: 'EC', crv: 'P-256', x: base64Url(key.x), y: base64Url(key.y) });
}

/** A key that is none, or of no valid point, has signed nothing. */
function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

/** The cryptography of Node itself. */
export const nodeCrypto: PackCrypto = {
  // By way of a string of its bytes: half the time of asking for a buffer, and there are millions.
  sha256: (bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'binary'),
  createSha256: () => createHash('sha256'),
  crc32: 'crc32' in zlib ? (zlib.crc32 as PackCrypto['crc32']) : crc32,
  ed25519Verify: (publicKey, message, signature) =>
    holds(() => verify(null, message, ed25519Key(publicKey), signature)),
  passkeyVerify: async (key, message, signature) =>
    holds(() => verify(key.alg === 'EdDSA' ? null : 'sha256', message, keyOf(key), signature)),
};
