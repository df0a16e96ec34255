import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import {
  Await,
  Empty,
  FilterSegments,
  PageTitle,
  Paging,
  Section,
  TableLoading,
} from '../../controls/index.ts';
import { ModelSelect } from '../model/index.ts';
import { ModelAsOf } from './model-as-of.tsx';
import { MomentForm } from './moment-form.tsx';
import { PlaceNote } from './place-note.tsx';
import { modelsAsOfQuery, rolesAsOfQuery } from './queries.ts';
import { RolesTable, roleColumns } from './roles-table.tsx';
import type { AsOfSearch } from './search.ts';

const route = getRouteApi('/frame/audit/as-of');

interface Asked {
  readonly asOf: string;
  readonly model?: string;
  readonly after?: string;
}

function Deployed({ asked }: { asked: Asked }) {
  const query = useQuery(modelsAsOfQuery({ ...asked, limit: 20 }));
  return (
    <Await query={query} loading={<div className="min-h-[480px]" aria-busy="true" />}>
      {({ place, items, next }) => (
        <>
          <PlaceNote place={place} />
          {items.length === 0 && (
            <Empty title="No model was there.">Choose a later moment, or another model.</Empty>
          )}
          {items.map((model, index) => (
            <ModelAsOf key={model.id} model={model} first={index === 0} />
          ))}
          <Paging count={items.length} one="model" after={asked.after} next={next} />
        </>
      )}
    </Await>
  );
}

function Roles({ asked }: { asked: Asked }) {
  const query = useQuery(rolesAsOfQuery({ ...asked, limit: 100 }));
  return (
    <Await query={query} loading={<TableLoading columns={roleColumns} rows={12} />}>
      {({ place, items, next }) => (
        <>
          <PlaceNote place={place} />
          <Section first title="Roles held" count="by name">
            <RolesTable rows={items} />
            <Paging count={items.length} one="role" after={asked.after} next={next} />
          </Section>
        </>
      )}
    </Await>
  );
}

/** What held at a past moment, from the entries alone. */
export function AsOfPage() {
  const { at, model, show, after } = route.useSearch();
  const navigate = useNavigate();
  const [opened] = useState(() => new Date().toISOString());
  const asOf = at ?? opened;
  const change = (part: AsOfSearch) =>
    void navigate({ to: '/audit/as-of', search: { at: asOf, model, show, ...part } });
  const asked = { asOf, ...(model ? { model } : {}), ...(after ? { after } : {}) };
  return (
    <div className="page">
      <title>As of · Countersign</title>
      <PageTitle first title="As of" beside="what was where at a past moment, and on whose word" />
      <div className="pt-3">
        <SectionTabs word="Evidence" />
      </div>
      <div className="tools pt-6">
        <MomentForm key={asOf} at={asOf} choose={(moment) => change({ at: moment })} />
        <ModelSelect
          label="Model"
          none="Any model"
          value={model ?? ''}
          onChange={(chosen) => change({ model: chosen || undefined })}
        />
        <FilterSegments label="Show">
          {([undefined, 'roles'] as const).map((value) => (
            <Link
              key={value ?? 'deployed'}
              to="/audit/as-of"
              search={{ at, model, show: value }}
              aria-current={show === value ? 'true' : undefined}
              activeOptions={selfState}
            >
              {value ? 'Roles held' : 'Deployed'}
            </Link>
          ))}
        </FilterSegments>
      </div>
      {show === 'roles' ? <Roles asked={asked} /> : <Deployed asked={asked} />}
    </div>
  );
}
