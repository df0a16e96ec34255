import { limits, type MetricValue, type RunPage } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  Await,
  type Column,
  Empty,
  PageTitle,
  Section,
  Select,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { axesOf, type ComparedFact, comparedFacts } from './compared-facts.ts';
import { HistoryChart } from './history-chart.tsx';
import { ParallelCoordinates } from './parallel-coordinates.tsx';
import { compareQuery, historyQuery } from './queries.ts';
import { RunCrumbs } from './run-crumbs.tsx';
import { metricText } from './run-words.ts';

const route = getRouteApi('/frame/m/$model/experiments/$experiment/compare');

function Facts({
  title,
  facts,
  runs,
  show,
}: {
  title: string;
  facts: readonly ComparedFact[];
  runs: readonly RunPage[];
  show: (text: string) => string;
}) {
  const [isAll, setAll] = useState(false);
  const address = route.useParams();
  const differing = facts.filter(({ differs }) => differs);
  const columns: readonly Column<ComparedFact>[] = [
    { head: title, cell: ({ name }) => <b>{name}</b> },
    ...runs.map(
      ({ run, name }, index): Column<ComparedFact> => ({
        head: name,
        headLink: (text) => (
          <Link to="/m/$model/experiments/$experiment/runs/$run" params={{ ...address, run }}>
            {text}
          </Link>
        ),
        cell: ({ texts }) => {
          const text = texts[index] ?? null;
          return text === null ? <span className="muted">none</span> : <span title={text}>{show(text)}</span>;
        },
        numeric: title === 'Metric',
      }),
    ),
  ];
  return (
    <Section
      title={title === 'Metric' ? 'Metrics' : 'Parameters'}
      count={`${differing.length} of ${facts.length} differ`}
      right={
        <label className="inline-flex items-center gap-2">
          <input type="checkbox" checked={isAll} onChange={() => setAll(!isAll)} />
          Those that are equal, too
        </label>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="run-table" aria-label={`${title} by run`} tabIndex={0}>
        <Table
          label={`${title} by run`}
          rows={isAll ? facts : differing}
          keyOf={({ name }) => name}
          columns={columns}
          second={({ texts }) =>
            texts
              .map((text, index) => `${runs[index]!.name} ${text === null ? 'none' : show(text)}`)
              .join(' · ')
          }
          empty={<p className="soft pt-2">{facts.length === 0 ? 'None was logged.' : 'None differs.'}</p>}
        />
      </section>
    </Section>
  );
}

function History({ runs }: { runs: readonly RunPage[] }) {
  const address = route.useParams();
  const search = route.useSearch();
  const navigate = useNavigate();
  const metrics = comparedFacts(runs, 'metrics').map(({ name }) => name);
  const longest = runs
    .flatMap((run) => run.metrics)
    .reduce<RunPage['metrics'][number] | null>(
      (most, one) => (!most || one.points > most.points ? one : most),
      null,
    );
  const metric = search.metric ?? longest?.name;
  const query = useQuery({
    ...historyQuery({ ...address, runs: runs.map(({ run }) => run), metric: metric ?? '' }),
    enabled: metric !== undefined,
  });
  if (metric === undefined) return null;
  return (
    <Section title="History" count={`of ${metric}`}>
      <div className="max-w-xs pb-3">
        <Select
          label="Metric"
          value={metric}
          choices={metrics.map((name) => ({ value: name, label: name }))}
          onChange={(event) =>
            void navigate({ to: '.', search: { ...search, metric: event.target.value }, resetScroll: false })
          }
        />
      </div>
      {longest && longest.points <= 1 ? (
        <p className="soft">One value was logged of each metric: there is no history to draw.</p>
      ) : (
        <Await query={query} loading={null}>
          {({ series }) => <HistoryChart metric={metric} series={series} />}
        </Await>
      )}
    </Section>
  );
}

const asMetric = (text: string): string =>
  metricText(Number.isFinite(Number(text)) ? Number(text) : (text as MetricValue));

function Comparison({ runs }: { runs: readonly RunPage[] }) {
  const [parameters, metrics] = [comparedFacts(runs, 'parameters'), comparedFacts(runs, 'metrics')];
  const axes = axesOf(parameters, metrics);
  return (
    <>
      {axes.length > 1 && (
        <Section title="What differs" count="parameters, then metrics">
          <ParallelCoordinates names={runs.map(({ name }) => name)} axes={axes} />
        </Section>
      )}
      <Facts title="Parameter" facts={parameters} runs={runs} show={(text) => text} />
      <Facts title="Metric" facts={metrics} runs={runs} show={asMetric} />
      <History runs={runs} />
    </>
  );
}

/** Runs of one experiment beside each other; the address names them, and can be sent. */
export function CompareRunsPage() {
  const address = route.useParams();
  const search = route.useSearch();
  const runs = [...new Set((search.runs ?? '').split(',').filter(Boolean))].slice(0, limits.runsCompared);
  const query = useQuery({ ...compareQuery({ ...address, runs }), enabled: runs.length > 0 });
  return (
    <div className="page">
      <title>{`Runs compared, ${address.experiment} · Countersign`}</title>
      <RunCrumbs {...address} here="compare" />
      <PageTitle
        title={runs.length > 1 ? `${runs.length} runs compared` : 'Compare runs'}
        beside={address.experiment}
      />
      {runs.length === 0 ? (
        <Empty
          title="No run is named."
          actions={
            <Link to="/m/$model/experiments/$experiment" params={address}>
              Choose runs
            </Link>
          }
        >
          Runs are chosen in the table of the experiment.
        </Empty>
      ) : (
        <Await
          query={query}
          loading={<TableLoading columns={[{ head: 'Parameter', cell: () => null }]} rows={8} />}
        >
          {(found) => <Comparison runs={found.runs} />}
        </Await>
      )}
    </div>
  );
}
