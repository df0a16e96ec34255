import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { crc32 } from '../src/pack/crc32.ts';
import type { PackCrypto, PasskeyKey } from '../src/pack/pack-crypto.ts';

const url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const ed25519 = (publicKey: Uint8Array) =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: url(publicKey) }, format: 'jwk' });

function keyOf(key: PasskeyKey): KeyObject {
  if (key.alg === 'EdDSA') return ed25519(key.x);
  const jwk =
    key.alg === 'ES256'
      ? { kty: 'EC', crv: 'P-256', x: url(key.x), y: url(key.y) }
      : { kty: 'RSA', n: url(key.n), e: url(key.e) };
  return createPublicKey({ key: jwk, format: 'jwk' });
}

export const nodeCrypto: PackCrypto = {
  sha256: (bytes) => hash('sha256', bytes, 'buffer'),
  createSha256: () => createHash('sha256'),
  crc32,
  ed25519Verify: (publicKey, message, signature) => verify(null, message, ed25519(publicKey), signature),
  passkeyVerify: async (key, message, signature) =>
    verify(key.alg === 'EdDSA' ? null : 'sha256', message, keyOf(key), signature),
};

/** RFC 8032, from a seed of 32 bytes. */
export function signer(seed: Uint8Array) {
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = new Uint8Array(
    createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32),
  );
  return { publicKey, sign: (message: Uint8Array) => new Uint8Array(sign(null, message, key)) };
}
