import type { RunPage as Page } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import {
  Await,
  type Column,
  Definitions,
  PageTitle,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { Basis, countText, Digest, sizeText, When } from '../../marks/index.ts';
import { HistoryChart } from './history-chart.tsx';
import { historyQuery, runQuery } from './queries.ts';
import { RunCrumbs } from './run-crumbs.tsx';
import { metricText, statusWord } from './run-words.ts';

const route = getRouteApi('/frame/m/$model/experiments/$experiment/runs/$run');

type Metric = Page['metrics'][number];
const metricColumns = (address: {
  model: string;
  experiment: string;
  run: string;
}): readonly Column<Metric>[] => [
  { head: 'Metric', cell: ({ name }) => <b>{name}</b> },
  {
    head: 'Latest value',
    cell: ({ value }) => <span title={String(value)}>{metricText(value)}</span>,
    numeric: true,
    phone: true,
  },
  { head: 'Step', cell: ({ step }) => countText(step), numeric: true, width: 88 },
  {
    head: 'Logged values',
    cell: ({ name, points }) =>
      points === 1 ? (
        '1'
      ) : (
        <Link to="/m/$model/experiments/$experiment/runs/$run" params={address} search={{ metric: name }}>
          {countText(points)}
        </Link>
      ),
    numeric: true,
    width: 128,
  },
];

function History({ metric }: { metric: string }) {
  const { run, ...address } = route.useParams();
  const query = useQuery(historyQuery({ ...address, runs: [run], metric }));
  return (
    <Section title={`History of ${metric}`}>
      <Await query={query} loading={null}>
        {({ series }) => <HistoryChart metric={metric} series={series} />}
      </Await>
    </Section>
  );
}

function Facts({ page }: { page: Page }) {
  const { model, versions, by } = page;
  return (
    <aside aria-label="Facts of the run">
      <Section first title="Run">
        <Definitions
          items={[
            [
              'Id',
              <span key="i" className="mono break-words">
                {page.run}
              </span>,
            ],
            ['Status', statusWord[page.status]],
            ['Started', <When key="s" at={page.startedAt} precision="second" />],
            page.endedAt === null ? null : ['Ended', <When key="e" at={page.endedAt} precision="second" />],
            ['Logged by', by?.name ?? 'somebody unknown'],
            ['Logged', <When key="l" at={page.at} precision="second" />],
            page.lastAt === page.at
              ? null
              : ['Last logged', <When key="z" at={page.lastAt} precision="second" />],
            versions.length === 0
              ? null
              : [
                  versions.length === 1 ? 'Version' : 'Versions',
                  versions.map((version) => (
                    <p key={version}>
                      <Link to="/m/$model/v/$version" params={{ model: model.key, version }}>
                        {version}
                      </Link>{' '}
                      <span className="muted">names it</span>
                    </p>
                  )),
                ],
          ]}
        />
      </Section>
      {page.parameters.length > 0 && (
        <Section title="Parameters" count={page.parameters.length}>
          <Definitions
            items={page.parameters.map(({ name, value }) => [
              name,
              <span key={name} className="mono break-words">
                {value}
              </span>,
            ])}
          />
        </Section>
      )}
      {page.tags.length > 0 && (
        <Section title="Tags" count={page.tags.length}>
          <Definitions items={page.tags.map(({ name, value }) => [name, value])} />
        </Section>
      )}
    </aside>
  );
}

const datasetColumns: readonly Column<Page['datasets'][number]>[] = [
  { head: 'Dataset', cell: ({ name }) => <b>{name}</b> },
  { head: 'For', cell: ({ context }) => context || <span className="muted">not said</span>, width: 128 },
  {
    head: 'Digest',
    cell: ({ digest }) => digest && <Digest value={digest} what="digest of the dataset" />,
    phone: true,
  },
  { head: 'Source', cell: ({ source }) => <span className="break-words">{source}</span> },
];
const artifactColumns: readonly Column<Page['artifacts'][number]>[] = [
  { head: 'Artifact', cell: ({ path }) => <b>{path}</b> },
  {
    head: 'Digest',
    cell: ({ digest }) => <Digest value={digest} what="digest of the artifact" />,
    phone: true,
  },
  { head: 'Size', cell: ({ size }) => size !== null && sizeText(size), numeric: true, width: 112 },
];

/** Everything that was logged of a run. All of it is what its logger says: claimed. */
export function RunPage() {
  const address = route.useParams();
  const { metric } = route.useSearch();
  const query = useQuery(runQuery(address));
  const columns = metricColumns(address);
  return (
    <div className="page">
      <title>{`${address.run}, ${address.experiment} · Countersign`}</title>
      <RunCrumbs model={address.model} experiment={address.experiment} here={address.run} />
      <Await whole query={query} loading={<TableLoading columns={columns} rows={8} />}>
        {(page) => (
          <>
            <PageTitle title={page.name} beside={<Basis basis="claimed" />} />
            <div className="split">
              <div>
                <Section first title="Metrics" count={page.metrics.length}>
                  <Table
                    label="Metrics"
                    rows={page.metrics}
                    keyOf={({ name }) => name}
                    columns={columns}
                    empty={<p className="soft">No metric was logged.</p>}
                  />
                </Section>
                {metric && <History metric={metric} />}
                {page.datasets.length > 0 && (
                  <Section title="Datasets" count={page.datasets.length}>
                    <Table
                      label="Datasets"
                      rows={page.datasets}
                      keyOf={({ name, context, digest }) => `${name} ${context} ${digest}`}
                      columns={datasetColumns}
                    />
                  </Section>
                )}
                {page.artifacts.length > 0 && (
                  <Section title="Artifacts" count={page.artifacts.length}>
                    <Table
                      label="Artifacts"
                      rows={page.artifacts}
                      keyOf={({ path }) => path}
                      columns={artifactColumns}
                    />
                  </Section>
                )}
                {page.notes && (
                  <Section title="Notes">
                    <p className="prose whitespace-pre-wrap">{page.notes}</p>
                  </Section>
                )}
              </div>
              <Facts page={page} />
            </div>
          </>
        )}
      </Await>
    </div>
  );
}
