import { createPublicKey, verify } from 'node:crypto';

const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** RFC 8032, as the ledger's pure functions take it. False for what is no key or no signature. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([spki, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    return false;
  }
}
