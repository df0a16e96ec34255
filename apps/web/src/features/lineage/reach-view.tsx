import type { Reach, ReachedVersion } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, type Column, Empty, Paging, Section, Table, TableLoading } from '../../controls/index.ts';
import { Basis, boundedText, countText, StageTag, StandingTag } from '../../marks/index.ts';
import { reachQuery } from './queries.ts';

type Stage = Parameters<typeof StageTag>[0]['stage'];
type Standing = Parameters<typeof StandingTag>[0]['standing'];

const columns: readonly Column<ReachedVersion>[] = [
  {
    head: 'Version',
    cell: ({ model, version, steps }) => (
      <>
        <Link className="quiet" to="/m/$model/v/$version" params={{ model, version }}>
          <b>
            {model} {version}
          </b>
        </Link>
        {steps > 1 && <span className="cap block">not directly</span>}
      </>
    ),
  },
  {
    head: 'Stage',
    cell: ({ stage, standing }) => (
      <span className="inline-flex flex-wrap gap-2">
        <StageTag stage={stage as Stage} />
        {standing !== 'usable' && <StandingTag standing={standing as Standing} />}
      </span>
    ),
    width: 240,
  },
  {
    head: 'Serves in',
    cell: ({ serving }) => serving.join(', ') || <span className="muted">nowhere</span>,
    width: 160,
  },
  {
    head: 'Predictions',
    numeric: true,
    phone: true,
    cell: ({ model, version, predictions }) =>
      predictions.count === 0 ? (
        <span className="muted">none</span>
      ) : (
        <Link
          to="/predictions"
          search={{ model, version }}
          aria-label={`Predictions of ${model} ${version}: ${boundedText(predictions)}`}
        >
          {boundedText(predictions)}
        </Link>
      ),
    width: 110,
  },
  {
    head: 'Consumers',
    numeric: true,
    cell: ({ model, version, consumers }) =>
      consumers === 0 ? (
        <span className="muted">none</span>
      ) : (
        <Link
          to="/m/$model/v/$version"
          params={{ model, version }}
          search={{ tab: 'consumers' }}
          aria-label={`Consumers of ${model} ${version}: ${consumers}`}
        >
          {countText(consumers)}
        </Link>
      ),
    width: 110,
  },
  {
    head: 'Basis',
    cell: ({ basis, why }) => (
      <>
        <Basis basis={basis} />
        {why && <span className="cap block wrap-anywhere">{why}</span>}
      </>
    ),
    width: 220,
  },
];

const consumerColumns: readonly Column<Reach['consumers'][number]>[] = [
  {
    head: 'Consumer',
    cell: ({ key, name }) => (
      <Link to="/consumers/$consumer" params={{ consumer: key }} className="break-words">
        {name}
      </Link>
    ),
  },
  { head: 'Uses', cell: ({ versions }) => `${countText(versions)} of the versions`, width: 200, phone: true },
  { head: 'Basis', cell: ({ basis }) => <Basis basis={basis} />, width: 96 },
];

function Figures({ reach }: { reach: Reach }) {
  const { versions, serving, blocked, predictions, consumerCount, complete } = reach;
  const figures = [
    {
      figure: countText(versions),
      word: versions === 1 ? 'version' : 'versions',
      beneath: 'made from it, in the end',
    },
    {
      figure: countText(serving),
      word: 'of them serve',
      beneath: blocked ? `${countText(blocked)} marked “do not use”` : 'none marked “do not use”',
    },
    {
      figure: boundedText(predictions),
      word: predictions.count === 1 ? 'prediction' : 'predictions',
      beneath: 'recorded, of all of them',
    },
    {
      figure: countText(consumerCount),
      word: consumerCount === 1 ? 'consumer' : 'consumers',
      beneath: 'got answers, or declare a use',
    },
  ];
  return (
    <>
      <ul className="lineage-figures" aria-label="How far it reaches">
        {figures.map(({ figure, word, beneath }) => (
          <li key={word}>
            <b>{figure}</b> {word}
            <span className="cap block">{beneath}</span>
          </li>
        ))}
      </ul>
      {!complete && (
        <p className="lede">
          There is more: what is further away than the first 5,000 things is not counted here.
        </p>
      )}
    </>
  );
}

/** "This was bad": which versions, how many predictions, which consumers. */
export function ReachView({
  node,
  at,
  after,
}: {
  node: string;
  at: string | undefined;
  after: string | undefined;
}) {
  const query = useQuery(reachQuery({ node, limit: 50, ...(at && { asOf: at }), ...(after && { after }) }));
  return (
    <Await query={query} loading={<TableLoading columns={columns} rows={8} />}>
      {(reach) => (
        <>
          <div className="pt-6">
            <Figures reach={reach} />
          </div>
          <Section title="Versions" count={countText(reach.versions)}>
            <Table
              label="Versions"
              rows={reach.items}
              keyOf={({ id }) => id}
              columns={columns}
              second={({ stage, serving, consumers, basis, why }) =>
                `${stage}, serves ${serving.length > 0 ? `in ${serving.join(', ')}` : 'nowhere'}, ${countText(consumers)} ${consumers === 1 ? 'consumer' : 'consumers'}; ${basis}${why ? `: ${why}` : ''}`
              }
              empty={<Empty title="No version comes from it." />}
            />
            <Paging count={reach.items.length} one="version" after={after} next={reach.next} />
          </Section>
          <Section title="Consumers" count={countText(reach.consumerCount)}>
            <Table
              label="Consumers"
              rows={reach.consumers}
              keyOf={({ key }) => key}
              columns={consumerColumns}
              empty={
                <Empty title="Nobody got an answer of these versions, and nobody declared to use one." />
              }
            />
            {reach.consumerCount > reach.consumers.length && (
              <p className="table-foot">
                The first {countText(reach.consumers.length)} of {countText(reach.consumerCount)}, by name
              </p>
            )}
          </Section>
        </>
      )}
    </Await>
  );
}
