import type { ModelRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { withBase } from '../../app/base-path.ts';
import {
  Await,
  Button,
  buttonClass,
  type Column,
  Empty,
  PageTitle,
  Paging,
  Section,
  Table,
  TableLoading,
  TextField,
} from '../../controls/index.ts';
import { AsFoundTag, boundedText, countText, Result, StageTag, tierWord } from '../../marks/index.ts';
import { FieldFilters } from '../model-field/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { modelsQuery } from './queries.ts';
import { fieldFilters, type ModelsSearch } from './search.ts';

const route = getRouteApi('/frame/models');

const csvAddress = (search: ModelsSearch): string => {
  const asked = new URLSearchParams(search.search ? { search: search.search } : {});
  for (const { key, is } of fieldFilters(search)) asked.append('field', `${key}:${is}`);
  return withBase(`/api/v1/models.csv${asked.size > 0 ? `?${asked}` : ''}`);
};

const championsOf = ({ champions }: ModelRow) =>
  champions.length === 0 ? (
    <span className="muted">none</span>
  ) : (
    champions
      .map(
        ({ environment, label, state }) =>
          `${label} in ${environment}${state === 'suspended' ? ', suspended' : ''}`,
      )
      .join('; ')
  );

const columns: readonly Column<ModelRow>[] = [
  {
    head: 'Model',
    cell: ({ key }) => (
      <Link className="quiet" to="/m/$model" params={{ model: key }}>
        <b>{key}</b>
      </Link>
    ),
    width: '12%',
  },
  { head: 'Purpose', cell: ({ purpose }) => <span className="soft line-clamp-2">{purpose}</span> },
  { head: 'Tier', cell: ({ tier }) => tierWord[tier], width: 84 },
  { head: 'Owner', cell: ({ owner }) => owner?.name ?? <span className="muted">none</span>, width: 140 },
  { head: 'Champion', cell: championsOf, width: '13%', phone: true },
  {
    head: 'Newest',
    cell: ({ newest }) =>
      newest && (
        <span className="inline-flex flex-wrap items-center gap-x-2">
          {newest.label} <StageTag stage={newest.stage} />
          {newest.asFound && <AsFoundTag />}
        </span>
      ),
    width: 190,
  },
  { spare: true, head: 'Versions', cell: ({ versions }) => countText(versions), numeric: true, width: 76 },
  {
    spare: true,
    head: 'Predictions',
    cell: ({ predictions }) => boundedText(predictions),
    numeric: true,
    width: 92,
  },
  {
    head: 'Recalls',
    cell: ({ openRecalls }) =>
      openRecalls > 0 ? (
        <Result tone="no">{countText(openRecalls)} open</Result>
      ) : (
        <span className="muted">none</span>
      ),
    width: 84,
  },
];

function Search({ current }: { current: ModelsSearch }) {
  const navigate = useNavigate();
  const { after: _, ...filter } = current;
  const [text, setText] = useState(filter.search ?? '');
  const change = (part: ModelsSearch) =>
    void navigate({ to: '/models', search: { ...filter, search: text.trim() || undefined, ...part } });
  return (
    <form
      className="tools pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        change({});
      }}
    >
      <TextField
        label="Name or purpose"
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button submit>Filter</Button>
      <FieldFilters search={filter} change={change} />
    </form>
  );
}

export function ModelsPage() {
  const search = route.useSearch();
  const me = useMe();
  const mayCreate = hasRole(me, ['administrator', 'owner']);
  const mayImport = hasRole(me, ['administrator', 'compliance']);
  // A consumer's list has the models that they call, and no more of them than their names.
  const mayExport = me.roles.some(({ role }) => role !== 'consumer');
  const fields = fieldFilters(search);
  const query = useQuery(modelsQuery({ search: search.search, after: search.after, fields, limit: 50 }));
  const isFiltered = Boolean(search.search) || fields.length > 0;
  return (
    <div className="page">
      <title>Models · Countersign</title>
      <PageTitle
        first
        title="Models"
        acts={
          <>
            {mayImport && (
              <Link className={buttonClass()} to="/import">
                Import as found
              </Link>
            )}
            {mayCreate && (
              <Link className={buttonClass()} to="/models/new">
                New model
              </Link>
            )}
          </>
        }
      />
      <Search key={search.search} current={search} />
      <Section
        first
        title={isFiltered ? 'Models that fit' : 'All models'}
        count={search.search && `with “${search.search}”`}
        right={mayExport && <a href={csvAddress(search)}>Save as CSV</a>}
      >
        <Await query={query} loading={<TableLoading columns={columns} rows={8} />}>
          {({ items, next }) => (
            <>
              <Table
                label="Models"
                rows={items}
                keyOf={({ id }) => id}
                columns={columns}
                second={({ tier, newest }) =>
                  `tier ${tierWord[tier].toLowerCase()}${newest ? `, newest ${newest.label}` : ''}`
                }
                empty={
                  <Empty
                    title={isFiltered ? 'No model fits.' : 'There is no model yet.'}
                    actions={
                      mayCreate && (
                        <Link className={buttonClass('main')} to="/models/new">
                          New model
                        </Link>
                      )
                    }
                  >
                    {isFiltered
                      ? 'Look for another word or another value, or clear the fields to see every model.'
                      : 'An owner or administrator makes the first one; then versions are registered to it.'}
                  </Empty>
                }
              />
              <Paging count={items.length} one="model" after={search.after} next={next} />
            </>
          )}
        </Await>
      </Section>
    </div>
  );
}
