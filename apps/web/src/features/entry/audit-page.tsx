import type { LedgerEvent } from '@countersign/contracts';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import { Button, FilterSegments, PageTitle, Select, TextField } from '../../controls/index.ts';
import { useModelChoices } from '../model/index.ts';
import { EntrySection } from './entry-section.tsx';
import { eventNames } from './event-names.ts';
import type { AuditSearch } from './search.ts';

const route = getRouteApi('/frame/audit');

const eventChoices = [
  { value: '', label: 'Any event' },
  ...eventNames.map((event: LedgerEvent) => ({ value: event, label: event })),
];

function VersionFilter({ search, change }: { search: AuditSearch; change: (part: AuditSearch) => void }) {
  const [text, setText] = useState(search.version ?? '');
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        change({ version: text.trim() || undefined });
      }}
    >
      <TextField label="Version" value={text} onChange={(event) => setText(event.target.value)} size={12} />
      <Button submit>Filter</Button>
    </form>
  );
}

export function AuditPage() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const models = useModelChoices();
  const change = (part: AuditSearch) =>
    void navigate({ to: '/audit', search: { ...search, after: undefined, ...part } });
  const { refused, ...filter } = search;
  return (
    <div className="page">
      <title>Audit · Countersign</title>
      <PageTitle first title="Audit" beside="every event, in the order of the ledger" />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <div className="tools pt-6">
        <Select
          label="Model"
          value={search.model ?? ''}
          onChange={(event) => change({ model: event.target.value || undefined })}
          choices={[{ value: '', label: 'Any model' }, ...models]}
        />
        <VersionFilter key={search.version} search={search} change={change} />
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
      <EntrySection first filter={{ ...filter, ...(refused ? { refused: true } : {}) }} />
    </div>
  );
}
