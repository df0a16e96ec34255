import type { Ed25519Verify, Sha256 } from '@countersign/ledger';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

// For pages that verify; import it lazily, so that the first load stays without it.

export const sha256: Sha256 = (bytes) => nobleSha256(bytes);

/** RFC 8032; false, too, for a key or signature that is none. */
export const ed25519Verify: Ed25519Verify = (publicKey, message, signature) => {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
};
