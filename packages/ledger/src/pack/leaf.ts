import type { Sha256 } from '../bytes.ts';

/** RFC 6962 leaf hash of an entry's bytes. */
export function leafOf(bytes: Uint8Array, sha256: Sha256): Uint8Array {
  const leaf = new Uint8Array(bytes.length + 1);
  leaf.set(bytes, 1);
  return sha256(leaf);
}
