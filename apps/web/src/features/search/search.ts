import { type SearchFacet, type SearchFilter, searchKinds, searchTimes } from '@countersign/contracts';
import { earnedStages } from '@countersign/lifecycle';
import { oneOf, textIn } from '../../app/search-text.ts';

/** What is looked for, as the address has it: of each facet several values, with commas between them. */
export interface DocumentSearch {
  q?: string;
  kinds?: string;
  models?: string;
  stages?: string;
  tiers?: string;
  tags?: string;
  authors?: string;
  since?: string;
  after?: string;
}

export const documentSearch = (found: Record<string, unknown>): DocumentSearch => ({
  q: textIn(found.q)?.slice(0, 200),
  kinds: textIn(found.kinds),
  models: textIn(found.models),
  stages: textIn(found.stages),
  tiers: textIn(found.tiers),
  tags: textIn(found.tags),
  authors: textIn(found.authors),
  since: oneOf(searchTimes, found.since),
  after: textIn(found.after),
});

const mostValues = 20;

/** A comma inside of a value is written as in an address. */
export const valuesIn = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .filter((value) => value !== '')
    .slice(0, mostValues)
    .map((value) => value.replaceAll('%2C', ',').replaceAll('%25', '%'));
const valuesText = (values: readonly string[]): string | undefined =>
  values.map((value) => value.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',') || undefined;

/** With a value of a facet taken in, or left out again; from the first page. */
export function turned(search: DocumentSearch, facet: SearchFacet, value: string): DocumentSearch {
  const { after: _, ...rest } = search;
  if (facet === 'since') return { ...rest, since: search.since === value ? undefined : value };
  const values = valuesIn(search[facet]);
  const others = values.filter((one) => one !== value);
  return { ...rest, [facet]: valuesText(others.length < values.length ? others : [...values, value]) };
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const stages = [...earnedStages, 'deprecated'];
const tiers = ['low', 'moderate', 'high'] as const;
const among = <Word extends string>(
  text: string | undefined,
  words: readonly Word[],
): { values?: Word[] } => {
  const values = valuesIn(text).flatMap((value) => oneOf(words, value) ?? []);
  return values.length > 0 ? { values } : {};
};
const some = (text: string | undefined, fits: (value: string) => boolean) => {
  const values = valuesIn(text).filter(fits);
  return values.length > 0 ? values : undefined;
};

/** As it is asked for; words of an address that are none of ours are passed over. */
export const filterOf = (search: DocumentSearch): SearchFilter => ({
  q: search.q ?? '',
  kinds: among(search.kinds, searchKinds).values,
  models: some(search.models, (value) => value.length <= 64),
  stages: some(search.stages, (value) =>
    (stages as readonly string[]).includes(value),
  ) as SearchFilter['stages'],
  tiers: among(search.tiers, tiers).values,
  tags: some(search.tags, (value) => value.length <= 100),
  authors: some(search.authors, (value) => uuid.test(value)),
  since: oneOf(searchTimes, search.since),
  after: search.after,
  limit: 20,
});

export interface UnreadableSearch {
  after?: string;
}
export const unreadableSearch = (found: Record<string, unknown>): UnreadableSearch => ({
  after: textIn(found.after),
});
