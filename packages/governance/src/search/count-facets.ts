import type { FacetValue, SearchFacet, SearchFilter, SearchPage } from '@countersign/contracts';
import { searchTimes } from '@countersign/contracts';
import type pg from 'pg';
import type { Candidate, Candidates } from './find-candidates.ts';
import { beginningOf } from './search-conditions.ts';

/** Values of a facet that are shown; those that are asked for are, too. */
const mostShown = 12;

const valuesOf: Readonly<
  Record<Exclude<SearchFacet, 'since'>, (found: Candidate) => readonly (string | null)[]>
> = {
  kinds: ({ kind }) => [kind],
  models: ({ model_id: id }) => [id],
  stages: ({ stage }) => [stage],
  tiers: ({ tier }) => [tier],
  tags: ({ tags }) => tags,
  authors: ({ person_id: id }) => [id],
};

type Counts = readonly (readonly [value: string, count: number])[];

function countBy(found: readonly Candidate[], of: (one: Candidate) => readonly (string | null)[]): Counts {
  const counts = new Map<string, number>();
  for (const one of found)
    for (const value of of(one)) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, of], [b, others]) => others - of || (a < b ? -1 : 1)).slice(0, mostShown);
}

/** How many there are by each value of each facet; `of` gives what is found without that facet's own narrowing. */
export async function countFacets(
  client: pg.ClientBase,
  at: Date,
  of: (facet: SearchFacet) => Candidates,
  filter: SearchFilter,
): Promise<SearchPage['facets']> {
  const counts = Object.fromEntries(
    Object.entries(valuesOf).map(([facet, values]) => [
      facet,
      countBy(of(facet as SearchFacet).found, values),
    ]),
  ) as Record<keyof typeof valuesOf, Counts>;
  const models = await client.query<{ id: string; key: string }>(
    'SELECT id, key FROM model WHERE id = ANY ($1::uuid[])',
    [counts.models.map(([id]) => id)],
  );
  const people = await client.query<{ id: string; name: string }>(
    'SELECT id, name FROM person WHERE id = ANY ($1::uuid[])',
    [counts.authors.map(([id]) => id)],
  );
  const keys = new Map(models.rows.map(({ id, key }) => [id, key]));
  const names = new Map(people.rows.map(({ id, name }) => [id, name]));
  const facet = (name: SearchFacet, values: readonly FacetValue[], asked: readonly string[] = []) => {
    const shown = new Set(values.map(({ value }) => value));
    const others = asked
      .filter((value) => !shown.has(value))
      .map((value) => ({ value, name: value, count: 0 }));
    return { values: [...values, ...others], more: of(name).more };
  };
  const named = (values: Counts, nameOf: (value: string) => string = (value) => value) =>
    values.map(([value, count]) => ({ value, name: nameOf(value), count }));
  return {
    kinds: facet('kinds', named(counts.kinds), filter.kinds),
    models: facet(
      'models',
      counts.models.flatMap(([id, count]) => {
        const key = keys.get(id);
        return key ? [{ value: key, name: key, count }] : [];
      }),
      filter.models,
    ),
    stages: facet('stages', named(counts.stages), filter.stages),
    tiers: facet('tiers', named(counts.tiers), filter.tiers),
    tags: facet('tags', named(counts.tags), filter.tags),
    authors: facet(
      'authors',
      named(counts.authors, (id) => names.get(id) ?? 'Countersign'),
      filter.authors,
    ),
    since: facet(
      'since',
      searchTimes.map((time) => ({
        value: time,
        name: time,
        count: of('since').found.filter((one) => one.at >= beginningOf(time, at)).length,
      })),
    ),
  };
}
