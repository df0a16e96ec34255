import type { ConsumerCompatibility, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, type Column, Empty, Section, Table, TableLoading } from '../../controls/index.ts';
import { Result } from '../../marks/index.ts';
import { pairText } from '../model/index.ts';
import { consumerLink } from './consumer-link.tsx';
import { compatibilityQuery } from './queries.ts';

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
  { head: 'Consumer', cell: consumerLink, width: '26%' },
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

/** Whom coming to this version would break, and in what. */
export function Compatibility({ address }: { address: VersionAddress }) {
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
