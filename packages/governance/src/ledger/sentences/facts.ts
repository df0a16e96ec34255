import type { JsonValue } from '@countersign/ledger';

/** What a sentence is made of: names for people, and the entry's own data. */
export interface EntryFacts {
  readonly actor: string;
  readonly subject: string;
  readonly data: { readonly [key: string]: JsonValue };
  /** What people call the thing behind an id; null where nothing is known by it. */
  nameOf(id: string): string | null;
}

export type Sentence = (facts: EntryFacts) => string;

export const word = (facts: EntryFacts, key: string): string | null => {
  const value = facts.data[key];
  return typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? value.toLocaleString('en')
      : null;
};

/** The name behind an id in the data. */
export const named = (facts: EntryFacts, key: string): string | null => {
  const id = word(facts, key);
  return id === null ? null : facts.nameOf(id);
};

/** ` before word after`, or nothing where there is no word. */
export const part = (before: string, value: string | null, after = ''): string =>
  value === null ? '' : `${before}${value}${after}`;

export const decimal = (count: string | null, one: string, many: string): string =>
  `${count ?? 'No'} ${count === '1' ? one : many}`;
