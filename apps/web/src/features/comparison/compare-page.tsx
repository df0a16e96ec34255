import type { VersionComparison, VersionRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import {
  Await,
  buttonClass,
  ModelCrumbs,
  PageTitle,
  Section,
  Select,
  TableLoading,
} from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { FittedOnAllNote, RowRail, railOfRow, StageTag, StandingTag } from '../../marks/index.ts';
import { ChangedSection } from '../change-class/index.ts';
import { Compatibility } from '../consumer/index.ts';
import { pairText, servingText, versionsQuery } from '../model/index.ts';
import { NoteComparison } from '../release-note/index.ts';
import { BehaviourSection } from './behaviour-section.tsx';
import { FileSection, MetricSection, TextSection } from './fact-sections.tsx';
import { Fold } from './fold.tsx';
import { GoldenSection } from './golden-section.tsx';
import { NotebookSection } from './notebook-section.tsx';
import { outlineOf } from './outline.ts';
import { OutlineNav } from './outline-nav.tsx';
import { pairIn } from './pair.ts';
import { comparisonQuery } from './queries.ts';
import { NamedRuns, RunMetrics, RunParameters } from './run-section.tsx';
import { SchemaSection, schemaColumns } from './schema-section.tsx';
import { TrainingSection } from './training-section.tsx';

const route = getRouteApi('/frame/m/$model/compare/$pair');

function Choices({ model, before, after }: { model: string; before: string; after: string }) {
  const navigate = useNavigate();
  const { data } = useQuery(versionsQuery(model, { limit: 200 }));
  const labels = data?.items.map(({ label }) => label) ?? [];
  const options = [...new Set([...labels, before, after])].map((label) => ({ value: label, label }));
  const go = (pair: string) => void navigate({ to: '/m/$model/compare/$pair', params: { model, pair } });
  return (
    <div className="flex max-w-120 flex-wrap gap-4 pt-3 *:flex-1">
      <Select
        label="From"
        value={before}
        choices={options}
        onChange={(event) => go(pairText(event.target.value, after))}
      />
      <Select
        label="To"
        value={after}
        choices={options}
        onChange={(event) => go(pairText(before, event.target.value))}
      />
    </div>
  );
}

function Standing({ row, title }: { row: VersionRow; title: string }) {
  return (
    <Section title={title}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-ink py-3">
        <Link to="/m/$model/v/$version" params={{ model: row.model.key, version: row.label }}>
          <b>{row.label}</b>
        </Link>
        <RowRail stops={railOfRow(row)} />
        <StageTag stage={row.stage} />
        <StandingTag standing={row.standing} />
        <span className="soft">{servingText(row) || 'serves nowhere'}</span>
      </div>
    </Section>
  );
}

function Comparison({ found }: { found: VersionComparison }) {
  const { hash } = useLocation();
  // The sections come after the page: an address that names one of them leads there only now.
  useEffect(() => {
    if (hash) document.getElementById(hash)?.scrollIntoView();
  }, [hash]);
  const sections = useMemo(() => outlineOf(found), [found]);
  const of = (at: string) => sections.find((section) => section.at === at);
  const pair = { model: found.after.model.key, before: found.before.label, after: found.after.label };
  return (
    <div className="compared">
      <OutlineNav sections={sections} />
      <div>
        <div className="halves">
          <Standing title="Before" row={found.before} />
          <Standing title="After" row={found.after} />
        </div>
        <ChangedSection pair={pair} judged={found.change} />
        <Fold of={of('schema')}>
          <SchemaSection schema={found.schema} />
        </Fold>
        {found.schema.verdict === 'breaking' && (
          <div id="who-uses">
            <Compatibility address={{ model: pair.model, version: pair.after }} />
          </div>
        )}
        <GoldenSection pair={pair} reason={found.golden.reason} />
        <BehaviourSection pair={pair} />
        <Fold of={of('metrics')}>
          <MetricSection metrics={found.metrics} />
        </Fold>
        <Fold of={of('training-data')}>
          <TextSection
            title="Training data"
            at="training-data"
            texts={found.datasets}
            note={
              <>
                <FittedOnAllNote of={found.before.label} found={found.fittedOnAll.before} />
                <FittedOnAllNote of={found.after.label} found={found.fittedOnAll.after} />
              </>
            }
          />
        </Fold>
        <Fold of={of('training-columns')}>
          <TrainingSection training={found.training} />
        </Fold>
        <Fold of={of('runs')}>
          <NamedRuns found={found} />
        </Fold>
        <Fold of={of('run-parameters')}>
          <RunParameters found={found} />
        </Fold>
        <Fold of={of('run-metrics')}>
          <RunMetrics found={found} />
        </Fold>
        <Fold of={of('parameters')}>
          <TextSection title="Parameters" at="parameters" texts={found.parameters} />
        </Fold>
        <Fold of={of('build-environment')}>
          <TextSection title="Build environment" at="build-environment" texts={found.buildEnvironment} />
        </Fold>
        <Fold of={of('description')}>
          <Section title="Description" at="description">
            <div className="border-t border-ink">
              <LineDiff
                label="Description, difference"
                before={found.description.before}
                after={found.description.after}
              />
            </div>
          </Section>
        </Fold>
        <Fold of={of('release-notes')}>
          <Section title="Release notes" at="release-notes">
            <div className="border-t border-ink">
              <NoteComparison before={found.notes.before} after={found.notes.after} />
            </div>
          </Section>
        </Fold>
        <Fold of={of('notebooks')}>
          <NotebookSection found={found} />
        </Fold>
        <Fold of={of('files')}>
          <FileSection files={found.files} />
        </Fold>
      </div>
    </div>
  );
}

export function ComparePage() {
  const { model, pair } = route.useParams();
  const { before, after } = pairIn(pair);
  const query = useQuery(comparisonQuery({ model, before, after }));
  return (
    <div className="page">
      <title>{`${model} ${before} and ${after} · Countersign`}</title>
      <ModelCrumbs model={model} here="compare" />
      <PageTitle
        title={`${model} ${before} and ${after}`}
        acts={
          <Link
            className={buttonClass()}
            to="/rescorings/new"
            search={{ model, version: before, fixed: after }}
          >
            Re-score {before} on {after}
          </Link>
        }
      />
      <Choices model={model} before={before} after={after} />
      <Await
        query={query}
        loading={
          <Section title="Schema">
            <TableLoading columns={schemaColumns} rows={8} />
          </Section>
        }
      >
        {(found) => <Comparison found={found} />}
      </Await>
    </div>
  );
}
