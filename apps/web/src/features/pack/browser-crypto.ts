import { crc32, type PackCrypto } from '@countersign/ledger';
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { ed25519Verify, sha256 } from '../../app/ledger-crypto.ts';

/** A key or a signature that is none has signed nothing. */
function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

/** Uncompressed point, as SEC 1 has it. */
const point = (x: Uint8Array, y: Uint8Array) => Uint8Array.from([4, ...x, ...y]);
const base64Url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** By libraries, because the platform's cryptography is missing where the portal is not served over https. */
export const browserCrypto: PackCrypto = {
  sha256,
  createSha256: () => nobleSha256.create(),
  crc32,
  ed25519Verify,
  async passkeyVerify(key, message, signature) {
    if (key.alg === 'EdDSA') return holds(() => ed25519.verify(signature, message, key.x));
    if (key.alg === 'ES256')
      return holds(() =>
        p256.verify(signature, message, point(key.x, key.y), { format: 'der', lowS: false, prehash: true }),
      );
    if (!globalThis.crypto?.subtle) return null;
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const jwk = { kty: 'RSA', n: base64Url(key.n), e: base64Url(key.e) };
    const imported = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
    return crypto.subtle.verify(algorithm, imported, new Uint8Array(signature), new Uint8Array(message));
  },
};
