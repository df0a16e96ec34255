import type { Sha256 } from './bytes.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';

/**
 * One entry of the ledger in its final form. Names, addresses, comments and large data stay out: `digests` carries
 * SHA-256 over salt and bytes, so that the bytes can be erased without breaking the tree. The number is no part of it.
 */
export interface Entry {
  readonly v: 1;
  readonly event: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly subject: { readonly kind: string; readonly id: string };
  /** Order of the events of one version; null where the subject is none. */
  readonly step: number | null;
  readonly data: { readonly [key: string]: JsonValue };
  readonly digests: { readonly [name: string]: string };
}

/** C2SP tlog-tiles: an entry of a bundle has a 16-bit length. */
export const maxEntryBytes = 65_535;

/** Canonical bytes of an entry, as they are hashed and served. @throws RangeError beyond 65,535 bytes */
export function entryText(entry: Entry): string {
  const text = canonicalJson(entry as unknown as JsonValue);
  if (new TextEncoder().encode(text).length > maxEntryBytes)
    throw new RangeError('the entry is larger than 65,535 bytes');
  return text;
}

/** RFC 6962 leaf hash: SHA-256 over 0x00 and the entry's bytes. */
export function leafHash(text: string, sha256: Sha256): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const leaf = new Uint8Array(bytes.length + 1);
  leaf.set(bytes, 1);
  return sha256(leaf);
}
