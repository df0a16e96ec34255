import { type SearchFacet, type SearchPage, searchFacets } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { countText, tierWord } from '../../marks/index.ts';
import { type DocumentSearch, turned, valuesIn } from './search.ts';
import { facetWord, searchKindWord, searchTimeWord } from './words.ts';

const wordOf = (facet: SearchFacet, value: string, name: string): string => {
  if (facet === 'kinds') return searchKindWord[value as keyof typeof searchKindWord] ?? name;
  if (facet === 'tiers') return tierWord[value as keyof typeof tierWord] ?? name;
  if (facet === 'since') return searchTimeWord[value as keyof typeof searchTimeWord] ?? name;
  return facet === 'stages' ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
};

const chosenIn = (search: DocumentSearch, facet: SearchFacet): readonly string[] =>
  facet === 'since' ? (search.since ? [search.since] : []) : valuesIn(search[facet]);

/** How many values are narrowed by. */
export const narrowings = (search: DocumentSearch): number =>
  searchFacets.reduce((count, facet) => count + chosenIn(search, facet).length, 0);

function FacetList({
  facet,
  of: { values, more },
  search,
}: {
  facet: SearchFacet;
  of: SearchPage['facets'][SearchFacet];
  search: DocumentSearch;
}) {
  const chosen = chosenIn(search, facet);
  const shown = values.filter(({ value, count }) => count > 0 || chosen.includes(value));
  // One value that all of them have narrows nothing.
  if (shown.length === 0 || (shown.length === 1 && chosen.length === 0 && facet !== 'since')) return null;
  return (
    <section className="facet" aria-labelledby={`facet-${facet}`}>
      <h2 id={`facet-${facet}`}>{facetWord[facet]}</h2>
      <ul>
        {shown.map(({ value, name, count }) => {
          const isChosen = chosen.includes(value);
          return (
            <li key={value}>
              <Link
                to="/search"
                search={turned(search, facet, value)}
                resetScroll={false}
                aria-current={isChosen ? 'true' : undefined}
              >
                <span className="facet-name">{wordOf(facet, value, name)}</span>{' '}
                <span className="facet-count">
                  {countText(count)}
                  {more && '+'}
                  <span className="sr">
                    {more ? ' or more' : ''}
                    {isChosen ? ', chosen; leaves it out again' : ''}
                  </span>
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** How many there are by kind, model, stage and the like; each value is a link that narrows to it. */
export function FacetLists({ facets, search }: { facets: SearchPage['facets']; search: DocumentSearch }) {
  return (
    <div className="facets">
      {searchFacets.map((facet) => (
        <FacetList key={facet} facet={facet} of={facets[facet]} search={search} />
      ))}
    </div>
  );
}
