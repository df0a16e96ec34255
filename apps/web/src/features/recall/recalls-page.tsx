import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
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
import { recallsQuery } from './queries.ts';
import { RecallTable, recallColumns } from './recall-table.tsx';

const route = getRouteApi('/frame/recalls');

export function RecallsPage() {
  const { show, after } = route.useSearch();
  const query = useQuery(recallsQuery({ limit: 50, after, ...(show ? {} : { open: true }) }));
  return (
    <div className="page">
      <title>Recalls · Countersign</title>
      <PageTitle first title="Recalls" beside="versions marked advisory or “do not use”" />
      <div className="pt-3">
        <SectionTabs word="Operate" />
      </div>
      <Section first title={show ? 'All recalls' : 'Open recalls'}>
        <div className="tools">
          <FilterSegments label="Show recalls">
            {([undefined, 'all'] as const).map((value) => (
              <Link
                key={value ?? 'open'}
                to="/recalls"
                search={{ show: value }}
                aria-current={show === value ? 'true' : undefined}
                activeOptions={selfState}
              >
                {value ? 'All' : 'Open'}
              </Link>
            ))}
          </FilterSegments>
        </div>
        <Await query={query} loading={<TableLoading columns={recallColumns(false)} rows={6} />}>
          {({ items, next }) => (
            <>
              <RecallTable rows={items} empty={<Empty title="No recall is open." />} />
              <Paging count={items.length} one="recall" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
    </div>
  );
}
