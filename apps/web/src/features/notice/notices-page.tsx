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
import { NoticeTable, noticeColumns } from './notice-table.tsx';
import { noticesQuery } from './queries.ts';

const route = getRouteApi('/frame/notices');
const titles = { mine: 'Mine', open: 'Open', all: 'All' } as const;

export function NoticesPage() {
  const { show, model, consumer, after } = route.useSearch();
  const query = useQuery(
    noticesQuery({
      limit: 50,
      after,
      model,
      consumer,
      ...(show ? {} : { mine: true }),
      ...(show === 'all' ? {} : { open: true }),
    }),
  );
  return (
    <div className="page">
      <title>Notices · Countersign</title>
      <PageTitle
        first
        title="Notices"
        beside="what consumers were told of recalls, deprecations and switches"
      />
      <div className="pt-3">
        <SectionTabs word="Operate" />
      </div>
      <Section first title={[model, consumer].filter(Boolean).join(', ') || 'What was told'}>
        <div className="tools">
          <FilterSegments label="Show notices">
            {([undefined, 'open', 'all'] as const).map((value) => (
              <Link
                key={value ?? 'mine'}
                to="/notices"
                search={{ show: value, model, consumer }}
                aria-current={show === value ? 'true' : undefined}
                activeOptions={selfState}
              >
                {titles[value ?? 'mine']}
              </Link>
            ))}
          </FilterSegments>
        </div>
        <Await query={query} loading={<TableLoading columns={noticeColumns} rows={6} />}>
          {({ items, next }) => (
            <>
              <NoticeTable
                rows={items}
                empty={
                  <Empty title={show ? 'No notice to show.' : 'No notice waits for you.'}>
                    {!show && 'Notices of consumers for whom you answer are here.'}
                  </Empty>
                }
              />
              <Paging count={items.length} one="notice" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
    </div>
  );
}
