import { asFoundDays } from '@countersign/lifecycle';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Await, PageTitle, Paging, Section, TableLoading } from '../../controls/index.ts';
import { counted } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { BatchTable, batchColumns } from './batch-table.tsx';
import { BatchView } from './batch-view.tsx';
import { PrepareForm } from './prepare-form.tsx';
import { batchesQuery, batchQuery } from './queries.ts';

const route = getRouteApi('/frame/import');

function OneBatch({ batchId, after }: { batchId: string; after: string | undefined }) {
  const query = useQuery(batchQuery(batchId, after));
  return (
    <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
      {(page) => <BatchView key={batchId} page={page} after={after} />}
    </Await>
  );
}

function AllBatches({ after }: { after: string | undefined }) {
  const me = useMe();
  const query = useQuery(batchesQuery(after));
  return (
    <>
      <p className="lede">
        Models that are in production when Countersign arrives enter as found: with their real stage, without
        invented sign-offs, every fact a claim. An administrator and another person as compliance sign the
        whole inventory. Each version has to walk its gates within {asFoundDays.high} days at tier high,{' '}
        {asFoundDays.moderate} at moderate and {asFoundDays.low} at low; then it is overdue.
      </p>
      {hasRole(me, ['administrator', 'compliance']) && <PrepareForm />}
      <Section
        title="Inventories"
        count={query.data && counted(query.data.items.length, 'inventory', 'inventories')}
      >
        <Await query={query} loading={<TableLoading columns={batchColumns} rows={3} />}>
          {({ items, next }) => (
            <>
              <BatchTable rows={items} />
              <Paging count={items.length} one="inventory" many="inventories" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
    </>
  );
}

export function ImportPage() {
  const { batch, after } = route.useSearch();
  return (
    <div className="page">
      <title>Import as found · Countersign</title>
      <nav className="crumbs" aria-label="Breadcrumb">
        <Link to="/models">Models</Link>
        <span aria-hidden="true">/</span>
        {batch ? (
          <Link to="/import" search={{}}>
            Import as found
          </Link>
        ) : (
          <span>Import as found</span>
        )}
      </nav>
      <PageTitle title={batch ? 'Inventory' : 'Import as found'} />
      {batch ? <OneBatch batchId={batch} after={after} /> : <AllBatches after={after} />}
    </div>
  );
}
