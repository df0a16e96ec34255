import type { VersionAddress, VersionConsumer } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Await, type Column, Empty, Paging, Section, Table, TableLoading } from '../../controls/index.ts';
import { counted, countText, Result, When } from '../../marks/index.ts';
import { Compatibility } from './compatibility.tsx';
import { consumerLink } from './consumer-link.tsx';
import { versionConsumersQuery } from './queries.ts';
import { cadenceText } from './words.ts';

const columns: readonly Column<VersionConsumer>[] = [
  { head: 'Consumer', cell: consumerLink },
  {
    head: 'Use',
    cell: ({ use }) =>
      use === 'declared' ? <Result tone="ok">declared</Result> : <Result tone="owed">discovered</Result>,
    width: 130,
    phone: true,
  },
  {
    head: 'How often',
    cell: ({ use, cadenceMinutes }) => (use === 'declared' ? cadenceText(cadenceMinutes) : ''),
    width: 130,
  },
  {
    head: 'Told at',
    cell: ({ registered, contacts }) =>
      registered ? counted(contacts, 'address', 'addresses') : <span className="muted">nobody to tell</span>,
    width: 140,
    spare: true,
  },
  { head: 'Calls', numeric: true, cell: ({ calls }) => countText(calls), width: 90 },
  {
    head: 'Last call',
    cell: ({ lastAt }) => (lastAt ? <When at={lastAt} /> : <span className="muted">never</span>),
    width: 190,
  },
];

/** Whom a version concerns, and for whom going to it would break something. */
export function VersionConsumers({ address, after }: { address: VersionAddress; after: string | undefined }) {
  const query = useQuery(versionConsumersQuery(address, { limit: 50, ...(after && { after }) }));
  return (
    <>
      <Section first title="Consumers" count="declared to use it, or seen to call it">
        <Await query={query} loading={<TableLoading columns={columns} rows={4} />}>
          {({ items, next }) => (
            <>
              <Table
                label="Consumers"
                rows={items}
                keyOf={({ key }) => key}
                columns={columns}
                second={({ calls, lastAt }) => (
                  <>
                    {counted(calls, 'call')}
                    {lastAt && (
                      <>
                        , last <When at={lastAt} />
                      </>
                    )}
                  </>
                )}
                empty={
                  <Empty title="Nobody uses it: no declared use covers it, and no call of it is recorded." />
                }
              />
              <Paging count={items.length} one="consumer" after={after} next={next} />
            </>
          )}
        </Await>
      </Section>
      <Compatibility address={address} />
    </>
  );
}
