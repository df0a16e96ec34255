import { eventGroupOf, type LedgerEvent } from '@countersign/contracts';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import { Button, FilterSegments, PageTitle, Select, TextField } from '../../controls/index.ts';
import { periodOfDays } from '../../marks/index.ts';
import { ModelSelect } from '../model/index.ts';
import { ReportLink } from '../report-link/index.ts';
import { EntrySection } from './entry-section.tsx';
import { eventNames } from './event-names.ts';
import type { AuditSearch } from './search.ts';

const route = getRouteApi('/frame/audit');

const eventChoices = [
  { value: '', label: 'Any event' },
  ...eventNames.map((event: LedgerEvent) => ({ value: event, label: event })),
];

/** What is typed, sent together. */
function TypedFilters({ search, change }: { search: AuditSearch; change: (part: AuditSearch) => void }) {
  const [typed, setTyped] = useState({
    version: search.version ?? '',
    who: search.who ?? '',
    from: search.from ?? '',
    to: search.to ?? '',
  });
  const field = (name: keyof typeof typed) => ({
    value: typed[name],
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  });
  return (
    <form
      className="grid w-full grid-cols-2 items-end gap-2 wide:flex wide:w-auto wide:flex-wrap"
      onSubmit={(event) => {
        event.preventDefault();
        change({
          version: typed.version.trim() || undefined,
          who: typed.who.trim() || undefined,
          from: typed.from || undefined,
          to: typed.to || undefined,
        });
      }}
    >
      <TextField label="Version" {...field('version')} size={12} />
      <TextField label="Who, name or e-mail" {...field('who')} size={18} />
      <TextField label="First day" type="date" {...field('from')} />
      <TextField label="Last day" type="date" {...field('to')} />
      <Button submit>Filter</Button>
    </form>
  );
}

/** The kind that an event belongs to, as reports choose them. */
const groupOf = ({ refused, event }: AuditSearch): string | undefined =>
  refused
    ? 'refusals'
    : eventNames.includes(event as LedgerEvent)
      ? eventGroupOf(event as LedgerEvent)
      : undefined;

export function AuditPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const change = (part: AuditSearch) =>
    void navigate({ to: '/audit', search: { ...search, after: undefined, ...part } });
  const { refused, from, to, ...filter } = search;
  const period = periodOfDays({ from, to });
  return (
    <div className="page">
      <title>Audit · Countersign</title>
      <PageTitle
        first
        title="Audit"
        beside="every event, in the order of the ledger"
        acts={
          <ReportLink
            model={search.model}
            version={search.version}
            from={from}
            to={to}
            events={groupOf(search)}
          />
        }
      />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <div className="tools pt-6">
        <ModelSelect
          label="Model"
          none="Any model"
          value={search.model ?? ''}
          onChange={(model) => change({ model: model || undefined })}
        />
        <TypedFilters
          key={[search.version, search.who, search.from, search.to].join()}
          search={search}
          change={change}
        />
        <Select
          label="Event"
          value={search.event ?? ''}
          onChange={(event) => change({ event: event.target.value || undefined })}
          choices={eventChoices}
        />
        <FilterSegments label="Show entries">
          {([undefined, 'only'] as const).map((value) => (
            <Link
              key={value ?? 'all'}
              to="/audit"
              search={{ ...search, after: undefined, refused: value }}
              aria-current={refused === value ? 'true' : undefined}
              activeOptions={selfState}
            >
              {value ? 'Refused alone' : 'All'}
            </Link>
          ))}
        </FilterSegments>
      </div>
      <EntrySection first filter={{ ...filter, ...period, ...(refused ? { refused: true } : {}) }} />
    </div>
  );
}
