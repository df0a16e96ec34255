import type { Sha256 } from '../bytes.ts';

/** RFC 6962 leaf hash of an entry's bytes. */
export function leafOf(bytes: Uint8Array, sha256: Sha256): Uint8Array {
  const leaf = new Uint8Array(bytes.length + 1);
  leaf.set(bytes, 1);
  return sha256(leaf);
}

/**
 * The same of an entry that stands in a bundle: the byte before it is the end of its length, which makes place for the 00 meanwhile.
 * Copying each of a million entries would cost more than hashing it.
 */
export function leafInBundle(entry: Uint8Array, sha256: Sha256): Uint8Array {
  const leaf = new Uint8Array(entry.buffer, entry.byteOffset - 1, entry.length + 1);
  const length = leaf[0]!;
  leaf[0] = 0;
  const hash = sha256(leaf);
  leaf[0] = length;
  return hash;
}
