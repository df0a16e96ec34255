import type { ComparedRun, ComparedRuns, MetricValue, VersionComparison } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { type Column, Empty, Section, Table } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { metricText, statusWord } from '../experiment/index.ts';
import { TextSection } from './fact-sections.tsx';

function NamedRun({ model, version, named }: { model: string; version: string; named: ComparedRun | null }) {
  if (named === null) {
    return (
      <p>
        <b>{version}</b> names no run.
      </p>
    );
  }
  const { experiment, run, found } = named;
  return (
    <p className="wrap-anywhere">
      <b>{version}</b> names{' '}
      {found ? (
        <>
          <Link to="/m/$model/experiments/$experiment/runs/$run" params={{ model, experiment, run }}>
            {found.name}
          </Link>{' '}
          of {experiment}: {statusWord[found.status].toLowerCase()}, begun{' '}
          <When at={found.startedAt} precision="minute" />
        </>
      ) : (
        <>
          the run {run} of {experiment}, which does not exist: no such run was logged.
        </>
      )}
    </p>
  );
}

/** Only runs of one experiment have a page where they stand beside each other. */
function SideBySide({ model, runs: { before, after } }: { model: string; runs: ComparedRuns }) {
  if (!before?.found || !after?.found || before.experiment !== after.experiment) return null;
  if (before.run === after.run) return <span className="soft">Both name one run.</span>;
  return (
    <Link
      to="/m/$model/experiments/$experiment/compare"
      params={{ model, experiment: before.experiment }}
      search={{ runs: `${before.run},${after.run}` }}
    >
      Side by side, with their histories
    </Link>
  );
}

type Metric = ComparedRuns['metrics'][number];
const figure = (value: MetricValue | null) =>
  value === null ? <span className="muted">none</span> : metricText(value);

const metricColumns: readonly Column<Metric>[] = [
  { head: 'Metric', cell: ({ name }) => <b className="wrap-anywhere">{name}</b> },
  { head: 'Before', cell: ({ before }) => figure(before), numeric: true, phone: true },
  { head: 'After', cell: ({ after }) => figure(after), numeric: true, phone: true },
];

/** The runs that made the two versions. */
export function NamedRuns({ found: { runs, before, after } }: { found: VersionComparison }) {
  const model = after.model.key;
  return (
    <Section title="Runs" at="runs" right={<SideBySide model={model} runs={runs} />}>
      <div className="grid gap-1 border-t border-ink pt-3">
        <NamedRun model={model} version={before.label} named={runs.before} />
        <NamedRun model={model} version={after.label} named={runs.after} />
      </div>
    </Section>
  );
}

const isLogged = ({ before, after }: ComparedRuns) => Boolean(before?.found || after?.found);

/** As they were logged; nothing where neither run was. */
export const RunParameters = ({ found: { runs } }: { found: VersionComparison }) =>
  isLogged(runs) && (
    <TextSection title="Parameters of the runs" at="run-parameters" texts={runs.parameters} />
  );

export const RunMetrics = ({ found: { runs } }: { found: VersionComparison }) =>
  isLogged(runs) && (
    <Section title="Metrics of the runs" at="run-metrics" count={runs.metrics.length}>
      <Table
        label="Metrics of the runs"
        rows={runs.metrics}
        keyOf={({ name }) => name}
        columns={metricColumns}
        empty={<Empty title="No metric was logged." />}
      />
    </Section>
  );
