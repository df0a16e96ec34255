import type { NotRunningRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, type Column, Empty, Paging, Section, Table, TableLoading } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { notRunningQuery } from './queries.ts';
import type { ObservedSearch } from './search.ts';

const columns: readonly Column<NotRunningRow>[] = [
  {
    head: 'Version',
    cell: ({ model, version }) => (
      <Link className="quiet" to="/m/$model/v/$version" params={{ model: model.key, version }}>
        <span className="whitespace-nowrap">
          {model.key} <b>{version}</b>
        </span>
      </Link>
    ),
  },
  { head: 'Role', cell: ({ role }) => role, width: 104 },
  { head: 'Environment', cell: ({ environment }) => environment, width: 112 },
  { head: 'Deployed', cell: ({ since }) => <When at={since} />, width: 184 },
  {
    head: 'Last seen there',
    cell: ({ lastSeenAt }) =>
      lastSeenAt ? <When at={lastSeenAt} relative /> : <span className="muted">never</span>,
    width: 260,
    phone: true,
  },
];

/** Deployments of the record that nobody sees running, where anything of the model is reported. */
export function NotRunningSection({ search }: { search: ObservedSearch }) {
  const { model, environment, afterMissing } = search;
  const query = useQuery(notRunningQuery({ limit: 20, model, environment, after: afterMissing }));
  return (
    <Section title="Approved but not running">
      <Await query={query} loading={<TableLoading columns={columns} rows={2} />}>
        {({ items, next }) => (
          <>
            <Table
              label="Approved but not running"
              rows={items}
              keyOf={({ deploymentId }) => deploymentId}
              columns={columns}
              second={({ role, environment: where }) => `${role}, ${where}`}
              empty={
                <Empty title="Nothing is missing.">
                  Asked of environments from which anything of the model was reported; what the portal serves
                  itself is not expected there.
                </Empty>
              }
            />
            <Paging
              count={items.length}
              one="deployment"
              by="afterMissing"
              label="Pages of what is missing"
              after={afterMissing}
              next={next}
            />
          </>
        )}
      </Await>
    </Section>
  );
}
