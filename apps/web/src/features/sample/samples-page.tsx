import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { Await, PageTitle, Paging, Section, TableLoading } from '../../controls/index.ts';
import { FreezeForm } from './freeze-form.tsx';
import { samplesQuery } from './queries.ts';
import { SampleTable, sampleColumns } from './sample-table.tsx';

const route = getRouteApi('/frame/reports/samples');

export function SamplesPage() {
  const search = route.useSearch();
  const query = useQuery(samplesQuery({ limit: 50, after: search.after }));
  return (
    <div className="page">
      <title>Samples · Countersign</title>
      <PageTitle
        first
        title="Samples"
        beside="frozen first, then drawn, with an evidence pack for each item"
      />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <Section first title="A new sample">
        <FreezeForm search={search} />
      </Section>
      <Section title="Samples pulled">
        <Await query={query} loading={<TableLoading columns={sampleColumns} rows={5} roomy />}>
          {({ items, next }) => (
            <>
              <SampleTable rows={items} />
              {(search.after || next) && (
                <Paging count={items.length} one="sample" after={search.after} next={next} />
              )}
            </>
          )}
        </Await>
      </Section>
    </div>
  );
}
