import { observedShows } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import {
  Await,
  Empty,
  FilterSegments,
  PageTitle,
  Paging,
  Section,
  TableLoading,
} from '../../controls/index.ts';
import { NotRunningSection } from './not-running-section.tsx';
import { ObservedTable, observedColumns } from './observed-table.tsx';
import { PermitSection } from './permit-section.tsx';
import { observedQuery } from './queries.ts';

const route = getRouteApi('/frame/deployments/observed');

const words = { 'not-approved': 'Not approved', stale: 'Silent' } as const;
const empty = {
  all: 'Nothing was reported yet.',
  'not-approved': 'Nothing runs that is not approved.',
  stale: 'Every place was heard lately.',
} as const;

export function ObservedPage() {
  const search = route.useSearch();
  const { show, after, model, environment } = search;
  const navigate = useNavigate();
  const query = useQuery(observedQuery({ limit: 50, show, model, environment, after }));
  return (
    <div className="page">
      <title>What runs · Countersign</title>
      <PageTitle
        first
        title="What runs"
        beside="as pipelines and agents report it, against what is approved"
      />
      <div className="pt-3">
        <SectionTabs word="Operate" />
      </div>
      <Section first title={show === 'not-approved' ? 'Running but not approved' : 'Running'}>
        <div className="tools">
          <FilterSegments label="Show what runs">
            {([undefined, ...observedShows] as const).map((value) => (
              <Link
                key={value ?? 'all'}
                to="/deployments/observed"
                search={{ model, environment, show: value }}
                aria-current={show === value ? 'true' : undefined}
                activeOptions={selfState}
              >
                {value ? words[value] : 'All'}
              </Link>
            ))}
          </FilterSegments>
        </div>
        <Await query={query} loading={<TableLoading columns={observedColumns} rows={6} />}>
          {({ items, next }) => (
            <>
              <ObservedTable
                rows={items}
                empty={
                  <Empty title={empty[show ?? 'all']}>
                    {!show && (
                      <>
                        Whoever runs a model says so with <code>POST /api/v1/observed-deployments</code>,
                        place by place; the interfaces under Develop describe it.
                      </>
                    )}
                  </Empty>
                }
              />
              <Paging count={items.length} one="place" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
      <NotRunningSection search={search} />
      <PermitSection
        search={search}
        onClose={() =>
          void navigate({
            to: '/deployments/observed',
            search: { ...search, permits: undefined },
            resetScroll: false,
          })
        }
      />
    </div>
  );
}
