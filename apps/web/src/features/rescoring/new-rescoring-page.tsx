import type { RequestRescoring, RescoringOutlook, RescoringPair } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Await, Button, PageTitle, ProblemNote, Section, Select, TextField } from '../../controls/index.ts';
import { boundedText } from '../../marks/index.ts';
import { ModelSelect, versionsQuery } from '../model/index.ts';
import { useMe } from '../session/index.ts';
import { ConditionFields, CorrectionFields } from './input-fields.tsx';
import { type ConditionRow, type CorrectionRow, conditionsOf, correctionsOf, rowsOf } from './input-rows.ts';
import { outlookQuery } from './queries.ts';
import type { NewRescoringSearch } from './search.ts';
import { versionsText } from './words.ts';
import './rescoring.css';

const route = getRouteApi('/frame/rescorings/new');

/** Which versions; every choice is in the address. */
function Pair({ search }: { search: NewRescoringSearch }) {
  const navigate = useNavigate();
  const change = (part: NewRescoringSearch) =>
    void navigate({ to: '/rescorings/new', search: { ...search, ...part }, replace: true });
  const { data } = useQuery({
    ...versionsQuery(search.model ?? '', { limit: 200 }),
    enabled: !!search.model,
  });
  const labels = data?.items ?? [];
  const named = (none: string, without?: string) => [
    { value: '', label: none },
    ...labels
      .filter(({ label }) => label !== without)
      .map(({ label, standing }) => ({
        value: label,
        label: standing === 'blocked' ? `${label} (do not use)` : label,
      })),
  ];
  return (
    <div className="tools">
      <ModelSelect
        label="Model"
        none="Choose one"
        value={search.model ?? ''}
        onChange={(model) =>
          change({ model: model || undefined, version: undefined, fixed: undefined, recall: undefined })
        }
      />
      <Select
        label="What this version answered"
        value={search.version ?? ''}
        onChange={({ target }) => change({ version: target.value || undefined, recall: undefined })}
        choices={[
          ...named('Choose one'),
          ...(search.version?.includes(',')
            ? [{ value: search.version, label: versionsText(search.version.split(',')) }]
            : []),
        ]}
      />
      <Select
        label="Executed on"
        value={search.fixed ?? ''}
        onChange={({ target }) => change({ fixed: target.value || undefined })}
        choices={named('Choose one', search.version)}
      />
    </div>
  );
}

const flippedWord = (outlook: RescoringOutlook): string =>
  outlook.basis === 'decision'
    ? 'A prediction counts as flipped when the fixed version’s rule decides otherwise.'
    : outlook.basis === 'label'
      ? 'A prediction counts as flipped when its label is another one.'
      : 'A number counts as flipped when it moves by more than this. Where the truth is known, farther than this from it is a miss.';

function Asked({ pair, outlook }: { pair: RescoringPair; outlook: RescoringOutlook }) {
  const navigate = useNavigate();
  const zone = useMe().preferences.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [tolerance, setTolerance] = useState(outlook.tolerance === null ? '' : String(outlook.tolerance));
  const [days, setDays] = useState({ from: '', to: '' });
  const [conditions, setConditions] = useState<readonly ConditionRow[]>(() => rowsOf(outlook.conditions));
  const [corrections, setCorrections] = useState<readonly CorrectionRow[]>(
    outlook.missing.map((field, key) => ({ key, field, from: '', factor: '', offset: '', value: '' })),
  );
  const isNumber = outlook.basis === 'number';
  const request = useCommand(
    (input: RequestRescoring) => api.rescoring.request.mutate(input),
    ({ id }) => void navigate({ to: '/rescorings/$rescoring', params: { rescoring: id } }),
  );
  const halfPeriod = (days.from === '') !== (days.to === '');
  const ready = !halfPeriod && (!isNumber || (tolerance.trim() !== '' && Number(tolerance) >= 0));
  const submit = () =>
    request.mutate({
      ...pair,
      ...(isNumber && { tolerance: Number(tolerance) }),
      ...(days.from !== '' && days.to !== '' && { period: { ...days, zone } }),
      conditions: conditionsOf(conditions, outlook.given),
      corrections: correctionsOf(corrections, outlook.wanted),
    });
  const unit = outlook.output?.unit;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !request.isPending) submit();
      }}
    >
      <Section title="What is compared" count={`${boundedText(outlook.predictions)} predictions in all`}>
        <div className="tools">
          {isNumber && (
            <TextField
              label={`Tolerance of ${outlook.output?.name ?? 'the numbers'}${unit ? `, ${unit}` : ''}`}
              inputMode="decimal"
              required
              size={12}
              value={tolerance}
              onChange={({ target }) => setTolerance(target.value)}
            />
          )}
          <TextField
            label="Answered from"
            type="date"
            value={days.from}
            onChange={({ target }) => setDays({ ...days, from: target.value })}
          />
          <TextField
            label="Answered until"
            type="date"
            value={days.to}
            onChange={({ target }) => setDays({ ...days, to: target.value })}
          />
        </div>
        <p className="pt-2 soft">
          {flippedWord(outlook)} Without days all of the past counts; days are whole days in {zone}.
        </p>
      </Section>
      <Section
        title="Inputs put right"
        count="what the fixed version is fed in the place of what was recorded"
      >
        {outlook.missing.length > 0 && (
          <p className="pb-2">
            The fixed version wants inputs that were never given: {outlook.missing.join(', ')}. Say what each
            is to be.
          </p>
        )}
        <CorrectionFields
          rows={corrections}
          given={outlook.given}
          wanted={outlook.wanted}
          change={setCorrections}
        />
      </Section>
      <Section
        title="Affected inputs"
        count={
          outlook.conditions.length > 0
            ? 'as the recall says; without a condition every prediction is re-scored'
            : 'without a condition every prediction is re-scored'
        }
      >
        <ConditionFields rows={conditions} given={outlook.given} change={setConditions} />
      </Section>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-4">
        <Button kind="main" submit busy={request.isPending} off={!ready}>
          Re-score
        </Button>
        <span className="soft">
          It runs in the background, and its request and end are entries of the ledger.
        </span>
      </div>
      {request.error && <ProblemNote title="Nothing is re-scored" problem={problemOf(request.error)} />}
    </form>
  );
}

/** What versions answered, executed on another one: which versions, and what counts. */
export function NewRescoringPage() {
  const search = route.useSearch();
  const { model, version, fixed, recall } = search;
  const pair =
    model && version && fixed
      ? { model, versions: version.split(','), fixed, ...(recall && { recallId: recall }) }
      : null;
  const query = useQuery({
    ...outlookQuery(pair ?? { model: '', versions: [], fixed: '' }),
    enabled: pair !== null,
  });
  return (
    <div className="page">
      <title>Re-score · Countersign</title>
      {model && (
        <nav className="crumbs" aria-label="Breadcrumb">
          <Link to="/m/$model" params={{ model }}>
            {model}
          </Link>
        </nav>
      )}
      <PageTitle
        first={!model}
        title="Re-score"
        beside="execute what a version answered on the version that stands in for it"
      />
      <Section first title="Versions">
        <Pair search={search} />
      </Section>
      {pair ? (
        <Await query={query} loading={<div className="min-h-[320px]" aria-busy="true" />}>
          {(outlook) => <Asked key={JSON.stringify(pair)} pair={pair} outlook={outlook} />}
        </Await>
      ) : (
        <p className="pt-4 soft">
          Choose the version whose answers are looked at, and the one that stands in for it.
        </p>
      )}
    </div>
  );
}
