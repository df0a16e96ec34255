import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { Await, PageTitle, Paging, Section, TableLoading } from '../../controls/index.ts';
import { Builder } from './builder.tsx';
import { reportsQuery } from './queries.ts';
import { ReportTable, reportColumns } from './report-table.tsx';

const route = getRouteApi('/frame/reports');

export function ReportsPage() {
  const search = route.useSearch();
  const query = useQuery(reportsQuery({ limit: 50, after: search.after }));
  return (
    <div className="page">
      <title>Reports · Countersign</title>
      <PageTitle first title="Reports" beside="what happened, who signed for it, and what proves it" />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <Section first title="A new report">
        <Builder search={search} />
      </Section>
      <Section title="Reports made">
        <Await query={query} loading={<TableLoading columns={reportColumns} rows={5} roomy />}>
          {({ items, next }) => (
            <>
              <ReportTable rows={items} />
              {(search.after || next) && (
                <Paging count={items.length} one="report" after={search.after} next={next} />
              )}
            </>
          )}
        </Await>
      </Section>
    </div>
  );
}
