import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import type { Entry } from '../entry.ts';

const members = ['actor', 'at', 'data', 'digests', 'event', 'step', 'subject', 'v'].join();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** An entry from its bytes. @throws SyntaxError or TypeError where they are not the canonical form of one */
export function readEntry(bytes: Uint8Array): Entry {
  const text = utf8.decode(bytes);
  const entry = JSON.parse(text) as Entry;
  if (!isCanonical(entry as unknown as JsonValue, text)) throw new SyntaxError('its JSON is not canonical');
  if (
    typeof entry !== 'object' ||
    entry === null ||
    Object.keys(entry).join() !== members ||
    entry.v !== 1 ||
    typeof entry.event !== 'string' ||
    !isObject(entry.actor) ||
    !isObject(entry.subject) ||
    !isObject(entry.data) ||
    !isObject(entry.digests)
  )
    throw new SyntaxError('it has not the members of an entry');
  return entry;
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * RFC 8785 is what JSON.stringify writes, with sorted keys: text that comes back to the byte, from sorted keys, is canonical. What is
 * not settled by that (keys that look like numbers) is made anew by the library.
 */
function isCanonical(value: JsonValue, text: string): boolean {
  if (!text.includes('\\ud') && isSorted(value) && JSON.stringify(value) === text) return true;
  try {
    return canonicalJson(value) === text;
  } catch {
    return false;
  }
}

function isSorted(value: JsonValue): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) || !Number.isInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isSorted);
  let before: string | null = null;
  for (const key in value) {
    if (before !== null && key <= before) return false;
    before = key;
    if (!isSorted((value as { [key: string]: JsonValue })[key]!)) return false;
  }
  return true;
}
