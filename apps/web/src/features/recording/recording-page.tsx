import type { RecordingPage as Page, Recording } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import {
  Await,
  type Column,
  Definitions,
  ModelCrumbs,
  PageTitle,
  Section,
  Table,
} from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { recordingQuery } from './queries.ts';
import { RecordingForm } from './recording-form.tsx';
import { consequence, settingText } from './words.ts';

const route = getRouteApi('/frame/m/$model/recording');

const fromTheStart = <span className="muted">the model began</span>;

const columns: readonly Column<Recording>[] = [
  {
    head: 'Since',
    cell: ({ since }) => (since ? <When at={since} precision="minute" /> : fromTheStart),
    width: 190,
  },
  { head: 'Kept', cell: settingText, width: 190, phone: true },
  { head: 'By', cell: ({ by, since }) => by?.name ?? (since ? 'Countersign' : ''), width: 190 },
  { head: 'Reason', cell: ({ reason }) => reason },
];

function Current({ current }: { current: Recording }) {
  return (
    <Section first title={settingText(current)} count={current.since ? undefined : 'since the model began'}>
      <p className="lede">{consequence[current.recording]}</p>
      {current.since && (
        <Definitions
          items={[
            ['Since', <When key="at" at={current.since} precision="minute" />],
            ['Set by', current.by?.name ?? 'Countersign'],
            ['Reason', current.reason],
          ]}
        />
      )}
    </Section>
  );
}

function Choice({ page }: { page: Page }) {
  if (page.choices.some(({ whyNot }) => whyNot.length === 0))
    return <RecordingForm key={page.current.since} page={page} />;
  return (
    <Section title="Who sets it">
      <p className="pt-2">
        Keeping more is for an owner or a compliance officer of the model, keeping less for compliance alone:
        it takes away the means to reproduce a prediction. At the high tier everything is kept.
      </p>
    </Section>
  );
}

/** What a model keeps of its predictions, with the consequence for reproducing them beside every choice. */
export function RecordingPage() {
  const { model } = route.useParams();
  const query = useQuery(recordingQuery(model));
  return (
    <div className="page">
      <title>{`What is kept of ${model} · Countersign`}</title>
      <ModelCrumbs model={model} here="What is kept" />
      <Await whole query={query} loading={<PageTitle title="What is kept of predictions" beside={model} />}>
        {(page) => (
          <>
            <PageTitle title="What is kept of predictions" beside={page.model.name} />
            <Current current={page.current} />
            <Choice page={page} />
            {page.earlier.length > 0 && (
              <Section title="Before" count={page.earlier.length}>
                <Table
                  label="Earlier settings"
                  rows={page.earlier}
                  keyOf={({ since }) => since ?? 'start'}
                  columns={columns}
                  second={({ by, reason }) => `${by?.name ?? 'Countersign'}. ${reason ?? ''}`}
                />
              </Section>
            )}
          </>
        )}
      </Await>
    </div>
  );
}
