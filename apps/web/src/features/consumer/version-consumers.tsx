import type { ConsumerCompatibility, VersionAddress, VersionConsumer } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, type Column, Empty, Paging, Section, Table, TableLoading } from '../../controls/index.ts';
import { counted, countText, Result, When } from '../../marks/index.ts';
import { pairText } from '../model/index.ts';
import { compatibilityQuery, versionConsumersQuery } from './queries.ts';
import { cadenceText } from './words.ts';

const nameOf = ({ key, name }: { key: string; name: string }) => (
  <Link to="/consumers/$consumer" params={{ consumer: key }} className="break-words">
    {name}
  </Link>
);

const columns: readonly Column<VersionConsumer>[] = [
  { head: 'Consumer', cell: nameOf },
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

const verdictMark = {
  same: <Result tone="ok">the same</Result>,
  compatible: <Result tone="ok">compatible</Result>,
  breaking: <Result tone="no">breaks</Result>,
  unknown: <Result tone="none">not known</Result>,
} as const;

const breaksText = ({ breaks }: ConsumerCompatibility): string => {
  const named = (who: 'senders' | 'readers') =>
    breaks.filter(({ breaks }) => breaks === who).map(({ field }) => field);
  const [sent, read] = [named('senders'), named('readers')];
  return [
    ...(sent.length > 0 ? [`what it sends: ${[...new Set(sent)].join(', ')}`] : []),
    ...(read.length > 0 ? [`what it reads: ${[...new Set(read)].join(', ')}`] : []),
  ].join('; ');
};

const compatibilityColumns = ({
  model,
  version,
}: VersionAddress): readonly Column<ConsumerCompatibility>[] => [
  { head: 'Consumer', cell: nameOf, width: '26%' },
  {
    head: 'Uses now',
    cell: ({ from }) => (
      <Link to="/m/$model/compare/$pair" params={{ model, pair: pairText(from, version) }}>
        {from}
      </Link>
    ),
    width: 150,
  },
  { head: 'Coming here', cell: ({ verdict }) => verdictMark[verdict], width: 130, phone: true },
  { head: 'What breaks', cell: breaksText },
];

function Compatibility({ address }: { address: VersionAddress }) {
  const query = useQuery(compatibilityQuery(address));
  const shown = compatibilityColumns(address);
  return (
    <Section title="Who uses another version" count="what coming to this one would break for them">
      <Await query={query} loading={<TableLoading columns={shown} rows={3} />}>
        {({ items, next }) => (
          <>
            <Table
              label="Who uses another version"
              rows={items}
              keyOf={({ key }) => key}
              columns={shown}
              second={(row) => (
                <>
                  now {row.from}
                  {row.breaks.length > 0 && `; ${breaksText(row)}`}
                </>
              )}
              empty={<Empty title="Nobody uses another version." />}
            />
            {next && (
              <p className="table-foot">The first {items.length}; all of them are at the REST address.</p>
            )}
          </>
        )}
      </Await>
    </Section>
  );
}

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
              {(after || next) && (
                <Paging shown={counted(items.length, 'consumer')} after={after} next={next} />
              )}
            </>
          )}
        </Await>
      </Section>
      <Compatibility address={address} />
    </>
  );
}
