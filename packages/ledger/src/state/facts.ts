import type { JsonValue } from '../canonical-json.ts';
import type { Entry } from '../entry.ts';

/** What an entry tells, or `unknown` where an entry of an earlier program does not tell it. Nothing is ever guessed. */
export type Known<Fact> = Fact | 'unknown';

/** An entry in its place: the number orders, the time only dates. Null: committed, and waiting for its number. */
export interface NumberedEntry {
  readonly number: number | null;
  readonly entry: Entry;
}

type Data = { readonly [key: string]: JsonValue };

const isObject = (value: JsonValue | undefined): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member that is always a text. */
export const textIn = (data: Data, key: string): Known<string> => {
  const value = data[key];
  return typeof value === 'string' ? value : 'unknown';
};

/** A member that is a text or null; left out means unknown. */
export const textOrNullIn = (data: Data, key: string): Known<string | null> => {
  const value = data[key];
  return typeof value === 'string' || value === null ? value : 'unknown';
};

/** A member that is left out where it says nothing. */
export const textIfIn = (data: Data, key: string): string | null => {
  const value = data[key];
  return typeof value === 'string' ? value : null;
};

export const numberIn = (data: Data, key: string): Known<number> => {
  const value = data[key];
  return typeof value === 'number' ? value : 'unknown';
};

export const objectIn = (data: Data, key: string): Data | null => {
  const value = data[key];
  return isObject(value) ? value : null;
};

/** The objects of a list; null where the entry has no such list. */
export const objectsIn = (data: Data, key: string): readonly Data[] | null => {
  const value = data[key];
  return Array.isArray(value) ? value.filter((item): item is Data => isObject(item as JsonValue)) : null;
};
