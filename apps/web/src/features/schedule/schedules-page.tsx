import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { Await, buttonClass, PageTitle, Paging, Section, TableLoading } from '../../controls/index.ts';
import { NoMailServer } from '../mail/index.ts';
import { useMe } from '../session/index.ts';
import { DeleteSheet } from './delete-sheet.tsx';
import { MakeSheet } from './make-sheet.tsx';
import { schedulesQuery } from './queries.ts';
import { columnsOf, ScheduleTable } from './schedule-table.tsx';
import type { SchedulesSearch } from './search.ts';

const route = getRouteApi('/frame/reports/scheduled');

/** Reports that are made again and again, and leave by mail. */
export function SchedulesPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const me = useMe();
  const query = useQuery(schedulesQuery({ limit: 50, after: search.after }));
  const go = (change: Partial<SchedulesSearch>) =>
    void navigate({ to: '/reports/scheduled', search: { after: search.after, ...change } });
  const removed = query.data?.items.find(({ id }) => id === search.remove);
  const columns = columnsOf((id) => go({ remove: id }));
  return (
    <div className="page">
      <title>Scheduled reports · Countersign</title>
      <PageTitle
        first
        title="Scheduled reports"
        beside="made again and again, and sent by mail"
        acts={
          <Link className={buttonClass()} to="/reports/scheduled" search={{ sheet: 'make' }}>
            Schedule a report
          </Link>
        }
      />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      {query.data && query.data.from === null && <NoMailServer />}
      <Section first title="Scheduled">
        <Await query={query} loading={<TableLoading columns={columns} rows={3} roomy />}>
          {({ items, next }) => (
            <>
              <ScheduleTable rows={items} columns={columns} />
              {(search.after || next) && (
                <Paging count={items.length} one="scheduled report" after={search.after} next={next} />
              )}
            </>
          )}
        </Await>
        <p className="cap pt-3">
          A report is made with the roles that whoever scheduled it has at that moment, and sent to those
          recipients who may read it then; who may not any more is left out, and the run says so.
        </p>
      </Section>
      {search.sheet === 'make' && query.data && (
        <MakeSheet search={search} me={me} from={query.data.from} onClose={() => go({})} />
      )}
      {removed && <DeleteSheet schedule={removed} onClose={() => go({})} />}
    </div>
  );
}
