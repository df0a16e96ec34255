import { concat } from './bytes.ts';
import { maxEntryBytes } from './entry.ts';

/** C2SP tlog-tiles: each entry after its length as two bytes, the higher one first. @throws RangeError beyond 65,535 bytes */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concat(
    entries.flatMap((entry) => {
      if (entry.length > maxEntryBytes) throw new RangeError('an entry is larger than 65,535 bytes');
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/** @throws SyntaxError where the bytes end within an entry */
export function parseEntryBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + ((bytes[at] ?? 0) << 8) + (bytes[at + 1] ?? 0);
    if (at + 2 > bytes.length || end > bytes.length) throw new SyntaxError('the bundle ends within an entry');
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
