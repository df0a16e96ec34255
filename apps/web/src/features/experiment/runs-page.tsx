import { columnText, limits, type RunKeys } from '@countersign/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { withBase } from '../../app/base-path.ts';
import {
  Await,
  Button,
  buttonClass,
  PageTitle,
  Paging,
  Section,
  TableLoading,
} from '../../controls/index.ts';
import { boundedText, countText } from '../../marks/index.ts';
import { ColumnsDialog } from './columns-dialog.tsx';
import { FilterField } from './filter-field.tsx';
import { countQuery, experimentQuery, runsQuery } from './queries.ts';
import { RunCrumbs } from './run-crumbs.tsx';
import { RunViews } from './run-views.tsx';
import { RunsTable } from './runs-table.tsx';
import { choiceOf, type RunsSearch, searchOf } from './search.ts';

const route = getRouteApi('/frame/m/$model/experiments/$experiment');

/** What is shown until somebody chooses: a handful of metrics and parameters. */
const usualColumns = ({ metrics, params }: RunKeys): string[] => [
  ...metrics.slice(0, 4).map((key) => columnText({ of: 'metrics', key })),
  ...params.slice(0, 4).map((key) => columnText({ of: 'params', key })),
];

const csvAddress = (
  address: { model: string; experiment: string },
  search: RunsSearch,
  columns: string[],
) => {
  const { filter, order } = search;
  const asked = new URLSearchParams({ ...(filter && { filter }), ...(order && { order }) });
  for (const column of columns) asked.append('columns', column);
  const [model, experiment] = [address.model, address.experiment].map(encodeURIComponent);
  return withBase(`/api/v1/models/${model}/experiments/${experiment}/runs.csv?${asked}`);
};

function Runs({ keys, total }: { keys: RunKeys; total: number }) {
  const address = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isChoosing, setChoosing] = useState(false);
  const choice = choiceOf(search);
  const columns = choice.columns ?? usualColumns(keys);
  const query = useQuery({
    ...runsQuery({ ...address, ...choice, columns, after: search.after, limit: 100 }),
    placeholderData: keepPreviousData,
  });
  const count = useQuery(countQuery({ ...address, filter: search.filter }));
  const turnTo = (part: RunsSearch) =>
    void navigate({
      to: '/m/$model/experiments/$experiment',
      params: address,
      search: { ...search, after: undefined, ...part },
    });
  const runs = [...chosen].join(',');
  return (
    <>
      <div className="pt-4">
        <FilterField
          key={search.filter}
          value={search.filter}
          keys={keys}
          onFilter={(filter) => turnTo({ filter })}
        />
        <RunViews address={address} search={search} />
      </div>
      <Section
        title={search.filter ? 'Runs that fit' : 'All runs'}
        count={count.data && `${boundedText(count.data.matching)} of ${countText(total)}`}
        right={
          <span className="flex flex-wrap items-center gap-4">
            {chosen.size > 1 && (
              <Link
                className={buttonClass()}
                to="/m/$model/experiments/$experiment/compare"
                params={address}
                search={{ runs }}
              >
                Compare {chosen.size} runs
              </Link>
            )}
            <Button small onClick={() => setChoosing(true)}>
              Columns
            </Button>
            <a href={csvAddress(address, search, columns)} download>
              Save as CSV
            </a>
          </span>
        }
      >
        <Await
          query={query}
          loading={<TableLoading columns={[{ head: 'Run', cell: () => null }]} rows={12} />}
        >
          {({ items, next }) => (
            <>
              <RunsTable
                {...address}
                rows={items}
                columns={columns}
                order={search.order}
                isFiltered={Boolean(search.filter)}
                chosen={chosen}
                onChoose={(run) => {
                  const others = [...chosen].filter((one) => one !== run);
                  if (chosen.has(run)) setChosen(new Set(others));
                  else if (chosen.size < limits.runsCompared) setChosen(new Set([...others, run]));
                }}
              />
              <Paging count={items.length} one="run" after={search.after} next={next} />
            </>
          )}
        </Await>
      </Section>
      {isChoosing && (
        <ColumnsDialog
          keys={keys}
          chosen={columns}
          onChoose={(next) => {
            setChoosing(false);
            turnTo(searchOf({ ...choice, columns: [...next] }));
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

/** The runs of an experiment: filtered, sorted and with the columns that the address says. */
export function RunsPage() {
  const address = route.useParams();
  const query = useQuery(experimentQuery(address));
  return (
    <div className="page">
      <title>{`${address.experiment}, ${address.model} · Countersign`}</title>
      <RunCrumbs {...address} />
      <PageTitle title={address.experiment} beside="experiment" />
      <Await
        whole
        query={query}
        loading={<TableLoading columns={[{ head: 'Run', cell: () => null }]} rows={12} />}
      >
        {({ keys, runs }) => <Runs keys={keys} total={runs} />}
      </Await>
    </div>
  );
}
