import type { SearchPage as Found } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { Await, Button, buttonClass, Empty, PageTitle, Paging, TextField } from '../../controls/index.ts';
import { boundedText, countText } from '../../marks/index.ts';
import { isInsider, useMe } from '../session/index.ts';
import { FacetLists, narrowings } from './facet-lists.tsx';
import { HitItem } from './hit-item.tsx';
import { documentsQuery } from './queries.ts';
import { type DocumentSearch, filterOf } from './search.ts';
import { SimilarSection } from './similar-section.tsx';
import './search.css';

const route = getRouteApi('/frame/search');

function Words({ search }: { search: DocumentSearch }) {
  const navigate = useNavigate();
  const [text, setText] = useState(search.q ?? '');
  return (
    <search>
      <form
        className="search-words"
        onSubmit={(event) => {
          event.preventDefault();
          const { after: _, ...rest } = search;
          void navigate({ to: '/search', search: { ...rest, q: text.trim() || undefined } });
        }}
      >
        <TextField
          label="Words"
          type="search"
          autoFocus={!search.q}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button submit kind="main">
          Search
        </Button>
      </form>
    </search>
  );
}

/** Up and down lead from one thing that was found to the next. */
function onArrow(event: KeyboardEvent<HTMLOListElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('h2 a')];
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[event.key === 'ArrowDown' ? at + 1 : Math.max(0, at - 1)];
  if (!next || at < 0) return;
  event.preventDefault();
  next.focus();
}

const totalText = ({ total }: Found): string => {
  if (total.more)
    return `The best of ${boundedText(total)}, the newest and those with the words in their names first`;
  return total.count === 1 ? 'One thing has the words' : `${countText(total.count)} things have the words`;
};

function Results({ found, search, isOld }: { found: Found; search: DocumentSearch; isOld: boolean }) {
  const me = useMe();
  const isNarrow = narrowings(search) > 0;
  const isWide = matchMedia('(min-width: 900px)').matches;
  const best = found.items[0];
  const similarTo =
    best?.kind === 'model' && !search.after && isInsider(me, best.model.key) ? best.model.key : null;
  return (
    <>
      {found.filling && (
        <p className="search-filling" role="status">
          What can be found is being gathered: {countText(found.filling.done)} of{' '}
          {countText(found.filling.of)} models so far.
        </p>
      )}
      <div className="search-split" aria-busy={isOld}>
        <div className="search-found">
          <p className="cap" role="status">
            {found.items.length > 0 && totalText(found)}
          </p>
          {found.items.length === 0 ? (
            <Empty
              title={`Nothing that your roles open has “${search.q}”${isNarrow ? ' within what you chose' : ''}.`}
              actions={
                isNarrow && (
                  <Link className={buttonClass()} to="/search" search={{ q: search.q }}>
                    Search everything
                  </Link>
                )
              }
            >
              All the words have to be there; the last one may be a beginning. Predictions are found{' '}
              <Link to="/predictions">by their ids and times</Link>.
            </Empty>
          ) : (
            <ol className="hits" onKeyDown={onArrow}>
              {found.items.map((hit) => (
                <HitItem key={hit.path} hit={hit} />
              ))}
            </ol>
          )}
          <Paging
            count={found.items.length}
            one="thing"
            label="Pages of what was found"
            after={search.after}
            next={found.next}
          />
          {similarTo && <SimilarSection model={similarTo} />}
        </div>
        {(found.items.length > 0 || isNarrow) && (
          // On a phone whatever is chosen closes it: what was found stands above what narrows it.
          <details
            key={isWide ? 'wide' : JSON.stringify(filterOf(search))}
            className="search-facets"
            open={isWide}
          >
            <summary>
              {found.items.length > 0 ? 'Narrow it down' : 'What you chose'}
              {isNarrow && ` (${narrowings(search)})`}
            </summary>
            <FacetLists facets={found.facets} search={search} />
            {isNarrow && (
              <p>
                <Link to="/search" search={{ q: search.q }}>
                  Clear what you chose
                </Link>
              </p>
            )}
          </details>
        )}
      </div>
    </>
  );
}

const Hints = () => (
  <div className="search-hints">
    <p>
      Models, versions, release notes, notebooks cell by cell, data, experiments, runs and discussion, as far
      as your roles open them.
    </p>
    <dl>
      <dt>
        <code>churn contract</code>
      </dt>
      <dd>both words; the last one may be a beginning</dd>
      <dt>
        <code>"known issue"</code>
      </dt>
      <dd>the words together</dd>
      <dt>
        <code>drift or decay</code>
      </dt>
      <dd>one of them</dd>
      <dt>
        <code>drift -weather</code>
      </dt>
      <dd>the first, without the second</dd>
    </dl>
  </div>
);

/** What has some words, the best first, and how it divides. */
export function SearchPage() {
  const search = route.useSearch();
  const query = useQuery(documentsQuery(filterOf(search)));
  return (
    <div className="page">
      <title>{search.q ? `${search.q} · Search · Countersign` : 'Search · Countersign'}</title>
      <PageTitle first title="Search" />
      <Words key={search.q} search={search} />
      {search.q ? (
        <Await query={query} loading={<div className="min-h-[640px]" aria-busy="true" />}>
          {(found) => <Results found={found} search={search} isOld={query.isPlaceholderData} />}
        </Await>
      ) : (
        <Hints />
      )}
    </div>
  );
}
