import type { PredictionRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SectionTabs } from '../../app/section-tabs.tsx';
import {
  Await,
  Button,
  type Column,
  Empty,
  PageTitle,
  Paging,
  Section,
  Select,
  Table,
  TableLoading,
  TextField,
} from '../../controls/index.ts';
import { Basis, counted, When } from '../../marks/index.ts';
import { useModelChoices, versionsQuery } from '../model/index.ts';
import { predictionsQuery } from './queries.ts';
import type { PredictionsSearch } from './search.ts';

const route = getRouteApi('/frame/predictions');

const columns: readonly Column<PredictionRow>[] = [
  {
    head: 'Prediction',
    cell: ({ id, callerId }) => (
      <Link className="quiet mono" to="/p/$prediction" params={{ prediction: id }}>
        {callerId ?? id}
      </Link>
    ),
  },
  {
    head: 'Version',
    cell: ({ model, version }) => (
      <Link className="quiet" to="/m/$model/v/$version" params={{ model, version }}>
        {model} <b>{version}</b>
      </Link>
    ),
  },
  { head: 'Result', cell: ({ result }) => result, phone: true },
  { head: 'Consumer', cell: ({ consumer }) => consumer },
  { head: 'Mode', cell: ({ mode }) => mode },
  { head: 'Basis', cell: ({ basis }) => <Basis basis={basis} /> },
  {
    head: 'Answered',
    cell: ({ answeredAt }) => <When at={answeredAt} precision="second" />,
    width: 204,
    sorted: 'descending',
  },
];

function LookUp() {
  const navigate = useNavigate();
  const [id, setId] = useState('');
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim()) void navigate({ to: '/p/$prediction', params: { prediction: id.trim() } });
      }}
    >
      <TextField
        label="Prediction id, ours or the caller’s"
        value={id}
        onChange={(event) => setId(event.target.value)}
      />
      <Button submit>Look up</Button>
    </form>
  );
}

function Filters({ search }: { search: PredictionsSearch }) {
  const navigate = useNavigate();
  const models = useModelChoices();
  const versions = useQuery({
    ...versionsQuery(search.model ?? '', { limit: 200 }),
    enabled: !!search.model,
  });
  const change = (part: PredictionsSearch) => void navigate({ to: '/predictions', search: part });
  return (
    <div className="tools pt-6">
      <Select
        label="Model"
        value={search.model ?? ''}
        onChange={(event) => change({ model: event.target.value || undefined })}
        choices={[{ value: '', label: 'Any model' }, ...models]}
      />
      {search.model && (
        <Select
          label="Version"
          value={search.version ?? ''}
          onChange={(event) => change({ model: search.model, version: event.target.value || undefined })}
          choices={[
            { value: '', label: 'Any version' },
            ...(versions.data?.items ?? []).map(({ label }) => ({ value: label, label })),
          ]}
        />
      )}
      <LookUp />
    </div>
  );
}

export function PredictionsPage() {
  const search = route.useSearch();
  const query = useQuery(predictionsQuery({ ...search, limit: 50 }));
  return (
    <div className="page">
      <title>Predictions · Countersign</title>
      <PageTitle first title="Predictions" />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <Filters search={search} />
      <Section first title="Answers" count="newest first">
        <Await query={query} loading={<TableLoading columns={columns} rows={20} />}>
          {({ items, next }) => (
            <>
              <Table
                label="Predictions"
                rows={items}
                keyOf={({ id }) => id}
                columns={columns}
                second={({ model, version, answeredAt }) => (
                  <>
                    {model} {version}, <When at={answeredAt} />
                  </>
                )}
                empty={<Empty title="No prediction matches.">Choose another model or version.</Empty>}
              />
              <Paging shown={counted(items.length, 'prediction')} after={search.after} next={next} />
            </>
          )}
        </Await>
      </Section>
    </div>
  );
}
