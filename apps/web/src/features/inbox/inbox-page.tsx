import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { Await, PageTitle, Paging, Section, TableLoading } from '../../controls/index.ts';
import { counted } from '../../marks/index.ts';
import { WaitingTiers } from '../tier/index.ts';
import { InboxFilters } from './inbox-filters.tsx';
import { InboxTable, inboxColumns } from './inbox-table.tsx';
import { inboxQuery } from './queries.ts';

const route = getRouteApi('/frame/inbox');

export function InboxPage() {
  const search = route.useSearch();
  const { after } = search;
  const query = useQuery(inboxQuery(search));
  return (
    <div className="page">
      <title>Inbox · Countersign</title>
      <PageTitle first title="Inbox" />
      <div className="pt-3">
        <SectionTabs word="Work" />
      </div>
      <Section
        first
        title="Waiting for you"
        count={query.data && `${query.data.items.length}, soonest due first`}
      >
        <InboxFilters search={search} />
        <Await query={query} loading={<TableLoading columns={inboxColumns} rows={6} roomy />}>
          {({ items, next }) => (
            <>
              <InboxTable
                items={items}
                filtered={search.gate !== undefined || search.model !== undefined || search.due !== undefined}
              />
              <Paging shown={counted(items.length, 'thing')} after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
      <WaitingTiers />
    </div>
  );
}
