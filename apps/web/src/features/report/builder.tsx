import { eventGroups, generalReportKinds, type ReportKind, type RequestReport } from '@countersign/contracts';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { selfState } from '../../app/self-state.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Button,
  buttonClass,
  FilterSegments,
  ProblemNote,
  Select,
  TextArea,
  TextField,
} from '../../controls/index.ts';
import { dayText, groupWord } from '../../marks/index.ts';
import { ModelSelect } from '../model/index.ts';
import { usePeopleChoices } from '../person/index.ts';
import { useMe } from '../session/index.ts';
import { usualPeriods } from './periods.ts';
import { RuleChoice } from './rule-choice.tsx';
import { groupsIn, type ReportsSearch, rulesIn } from './search.ts';
import { kindWord } from './words.ts';

type Change = (part: ReportsSearch) => void;
interface PartProps {
  readonly search: ReportsSearch;
  readonly change: Change;
}

const abouts = [
  { by: undefined, name: 'Models' },
  { by: 'prediction', name: 'One prediction' },
  { by: 'customer', name: 'A customer' },
] as const;

function About({ search }: { search: ReportsSearch }) {
  return (
    <FilterSegments label="What the report is about">
      {abouts.map(({ by, name }) => (
        <Link
          key={name}
          to="/reports"
          search={{ ...search, after: undefined, by }}
          aria-current={search.by === by ? 'true' : undefined}
          activeOptions={selfState}
        >
          {name}
        </Link>
      ))}
    </FilterSegments>
  );
}

function Period({ search, change }: PartProps) {
  const periods = usualPeriods(new Date().toISOString());
  return (
    <div className="tools pt-3">
      <FilterSegments label="Usual periods">
        {[{ name: 'All', from: undefined, to: undefined }, ...periods].map(({ name, from, to }) => (
          <Link
            key={name}
            to="/reports"
            search={{ ...search, after: undefined, from, to }}
            aria-current={search.from === from && search.to === to ? 'true' : undefined}
            activeOptions={selfState}
          >
            {name}
          </Link>
        ))}
      </FilterSegments>
      <TextField
        label="First day"
        type="date"
        value={search.from ?? ''}
        onChange={({ target }) => change({ from: target.value || undefined })}
      />
      <TextField
        label="Last day"
        type="date"
        value={search.to ?? ''}
        onChange={({ target }) => change({ to: target.value || undefined })}
      />
    </div>
  );
}

/** Who holds what is asked about now alone. */
function Time(props: PartProps) {
  const { kind, by } = props.search;
  if (by === undefined && kind === 'access') return null;
  return by === undefined && kind === 'inventory' ? <AsOf {...props} /> : <Period {...props} />;
}

/** Without a day the inventory is that of now. */
function AsOf({ search, change }: PartProps) {
  return (
    <div className="tools pt-3">
      <TextField
        label="As of the end of (empty: now)"
        type="date"
        max={dayText(new Date().toISOString())}
        value={search.asOf ?? ''}
        onChange={({ target }) => change({ asOf: target.value || undefined })}
      />
    </div>
  );
}

function Kinds({ search, change }: PartProps) {
  const chosen = groupsIn(search.events);
  return (
    <details className="pt-3">
      <summary>
        Kinds of events:{' '}
        {chosen.length === 0 ? 'all' : chosen.map((group) => groupWord[group].toLowerCase()).join(', ')}
      </summary>
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1 pt-2">
        <legend className="sr">Kinds of events</legend>
        {eventGroups.map((group) => (
          <label key={group} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(group)}
              onChange={({ target }) =>
                change({
                  events:
                    eventGroups
                      .filter((one) => (one === group ? target.checked : chosen.includes(one)))
                      .join(',') || undefined,
                })
              }
            />
            {groupWord[group]}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

const isReady = ({ kind }: ReportsSearch) => kind !== undefined && kind !== 'record';

function Scope({ search, change }: PartProps) {
  const people = usePeopleChoices();
  return (
    <div className="tools pt-4">
      {search.by === undefined && (
        <Select
          label="Report"
          value={search.kind ?? 'record'}
          onChange={({ target }) => change({ kind: target.value as ReportKind })}
          choices={generalReportKinds.map((kind) => ({ value: kind, label: kindWord[kind] }))}
        />
      )}
      <ModelSelect
        label="Model"
        none="Every model"
        value={search.model ?? ''}
        onChange={(model) => change({ model: model || undefined, version: undefined })}
      />
      {search.by === undefined && !isReady(search) && (
        <>
          <TextField
            label="Version, of that model"
            size={14}
            disabled={!search.model}
            value={search.version ?? ''}
            onChange={({ target }) => change({ version: target.value || undefined })}
          />
          <Select
            label="Person"
            value={search.person ?? ''}
            onChange={({ target }) => change({ person: target.value || undefined })}
            choices={[{ value: '', label: 'Anybody' }, ...people]}
          />
        </>
      )}
    </div>
  );
}

interface Customer {
  readonly kind: 'business' | 'subject';
  readonly reference: string;
  readonly reason: string;
}

function CustomerFields({ customer, set }: { customer: Customer; set: (next: Customer) => void }) {
  return (
    <div className="form pt-4">
      <Select
        label="Kind of reference"
        value={customer.kind}
        onChange={({ target }) => set({ ...customer, kind: target.value as Customer['kind'] })}
        choices={[
          { value: 'subject', label: 'Subject: whom predictions are about' },
          { value: 'business', label: 'Business reference: one case of a model' },
        ]}
      />
      <TextField
        label="Reference, as callers sent it; it is not kept"
        autoComplete="off"
        maxLength={200}
        value={customer.reference}
        onChange={({ target }) => set({ ...customer, reference: target.value })}
      />
      <TextArea
        label="Reason, becomes part of the record"
        maxLength={2_000}
        value={customer.reason}
        onChange={({ target }) => set({ ...customer, reason: target.value })}
      />
    </div>
  );
}

/** A period, the end of a day, or neither: each ready-made report has its own. */
const timeOf = ({ kind, asOf }: ReportsSearch, period: Pick<RequestReport, 'period'>) =>
  kind === 'access' ? {} : kind === 'inventory' ? (asOf ? { asOf } : {}) : period;

/** What is asked for, of what the address and the fields say; null while something is missing. */
function askedFor(search: ReportsSearch, customer: Customer, zone: string): RequestReport | null {
  const { from, to, model, version, person, prediction } = search;
  const events = groupsIn(search.events);
  const rules = rulesIn(search.rules);
  const ruleSets = rules.length > 0 ? { ruleSets: rules } : {};
  const hasPeriod = search.by !== undefined || (search.kind !== 'access' && search.kind !== 'inventory');
  if (hasPeriod && (from === undefined) !== (to === undefined)) return null;
  const period = from && to ? { period: { from, to, zone } } : {};
  if (search.by === 'prediction')
    return prediction ? { kind: 'record', prediction, zone, ...ruleSets } : null;
  if (search.by === undefined && search.kind && search.kind !== 'record')
    return {
      kind: search.kind,
      zone,
      ...timeOf(search, period),
      ...(model ? { models: [model] } : {}),
    };
  const common = { kind: 'record', zone, ...period, ...ruleSets } as const;
  if (search.by === 'customer') {
    if (customer.reference === '' || customer.reason.trim() === '') return null;
    return { ...common, ...(model ? { models: [model] } : {}), customer };
  }
  return {
    ...common,
    ...(model && version
      ? { versions: [{ model, version: version.trim() }] }
      : model
        ? { models: [model] }
        : {}),
    ...(person ? { people: [person] } : {}),
    ...(events.length > 0 ? { events } : {}),
  };
}

/** What the report is to be about; every choice is in the address, but for whom it is looked up. */
export function Builder({ search }: { search: ReportsSearch }) {
  const navigate = useNavigate();
  const zone = useMe().preferences.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [customer, setCustomer] = useState<Customer>({ kind: 'subject', reference: '', reason: '' });
  const change: Change = (part) =>
    void navigate({ to: '/reports', search: { ...search, after: undefined, ...part }, replace: true });
  const asked = askedFor(search, customer, zone);
  const make = useCommand((input: RequestReport) => api.report.request.mutate(input));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (asked && !make.isPending) make.mutate(asked);
      }}
    >
      <About search={search} />
      {search.by === 'prediction' ? (
        <div className="form pt-4">
          <TextField
            label="Prediction, by our id"
            value={search.prediction ?? ''}
            onChange={({ target }) => change({ prediction: target.value.trim() || undefined })}
          />
        </div>
      ) : (
        <>
          <Scope search={search} change={change} />
          <Time search={search} change={change} />
        </>
      )}
      {search.by === undefined && !isReady(search) && <Kinds search={search} change={change} />}
      {(search.by !== undefined || !isReady(search)) && <RuleChoice search={search} change={change} />}
      {search.by === 'customer' && <CustomerFields customer={customer} set={setCustomer} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-4">
        <Button kind="main" submit busy={make.isPending} off={asked === null}>
          Make the report
        </Button>
        {search.by === undefined && (
          <Link
            className={buttonClass()}
            to="/reports/scheduled"
            search={{ ...search, after: undefined, from: undefined, to: undefined, sheet: 'make' }}
          >
            Schedule it
          </Link>
        )}
        <span className="soft">
          PDF, CSV, JSON and an evidence pack. Days are whole days in {zone}; making a report is an entry.
        </span>
      </div>
      {make.error && <ProblemNote title="No report is made" problem={problemOf(make.error)} />}
    </form>
  );
}
