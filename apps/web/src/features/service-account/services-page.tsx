import { type ServiceRow, serviceStates } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  FilterSegments,
  PageTitle,
  Paging,
  SearchForm,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { countText, roleWord, When } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { MakeServiceSheet } from './make-service-sheet.tsx';
import type { ServicesSearch } from './search.ts';
import { ServiceMark, stateWord } from './service-mark.tsx';

const route = getRouteApi('/frame/admin/services');

const rolesText = ({ roles }: ServiceRow): string =>
  roles.map(({ role, modelKey }) => `${roleWord[role]}${modelKey ? ` of ${modelKey}` : ''}`).join(', ');

const columns: readonly Column<ServiceRow>[] = [
  {
    head: 'Service account',
    cell: ({ id, name }) => (
      <Link className="quiet" to="/admin/services/$service" params={{ service: id }}>
        <b>{name}</b>
      </Link>
    ),
    width: '24%',
  },
  {
    head: 'Answers for it',
    cell: ({ responsible }) => (
      <Link className="quiet" to="/admin/people/$person" params={{ person: responsible.id }}>
        {responsible.name}
      </Link>
    ),
    width: '20%',
  },
  { head: 'Roles', cell: (row) => rolesText(row) || <span className="muted">none</span> },
  { head: 'State', cell: ({ state }) => <ServiceMark state={state} />, width: 110, phone: true },
  {
    head: 'Valid tokens',
    cell: ({ validTokens }) => countText(validTokens),
    numeric: true,
    width: 100,
    spare: true,
  },
  {
    head: 'Last used',
    cell: ({ lastUsedAt }) => (lastUsedAt ? <When at={lastUsedAt} /> : <span className="muted">never</span>),
    width: 176,
    spare: true,
  },
];

function Filters({ search }: { search: ServicesSearch }) {
  const navigate = useNavigate();
  return (
    <div className="tools pt-6">
      <SearchForm
        label="Name, or who answers for it"
        value={search.search}
        onSearch={(text) =>
          void navigate({
            to: '/admin/services',
            search: { ...search, after: undefined, search: text },
          })
        }
      />
      <FilterSegments label="Service accounts">
        {([undefined, ...serviceStates] as const).map((state) => (
          <Link
            key={state ?? 'all'}
            to="/admin/services"
            search={{ ...search, after: undefined, state }}
            aria-current={search.state === state ? 'true' : undefined}
            activeOptions={selfState}
          >
            {state ? stateWord[state] : 'All'}
          </Link>
        ))}
      </FilterSegments>
    </div>
  );
}

export function ServicesPage() {
  const { sheet, ...filter } = route.useSearch();
  const navigate = useNavigate();
  const mayMake = hasRole(useMe(), ['administrator']);
  const query = useQuery({
    queryKey: ['service', 'list', filter],
    queryFn: () => api.serviceAccount.list.query({ limit: 50, ...filter }),
  });
  const open = (next: ServicesSearch['sheet']) =>
    void navigate({ to: '/admin/services', search: { ...filter, sheet: next } });
  const isFiltered = Boolean(filter.search ?? filter.state);
  return (
    <div className="page">
      <title>Service accounts · Countersign</title>
      <PageTitle
        first
        title="Service accounts"
        beside="a person answers for each"
        acts={mayMake && <Button onClick={() => open('make')}>Make a service account</Button>}
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <Filters key={filter.search} search={filter} />
      <Section first title="Accounts of pipelines and services">
        <Await query={query} loading={<TableLoading columns={columns} rows={4} />}>
          {({ items, next }) => (
            <>
              <Table
                label="Service accounts"
                rows={items}
                keyOf={({ id }) => id}
                columns={columns}
                second={(row) => `${row.responsible.name} answers for it, ${rolesText(row) || 'no role'}`}
                empty={
                  <Empty title={isFiltered ? 'None fits.' : 'There is no service account yet.'}>
                    {isFiltered
                      ? 'Look for another word or another state.'
                      : 'A pipeline that outlives whoever set it up has one; its tokens register, ask and read, and never sign.'}
                  </Empty>
                }
              />
              <Paging count={items.length} one="account" after={filter.after} next={next} />
            </>
          )}
        </Await>
      </Section>
      {sheet === 'make' && <MakeServiceSheet onClose={() => open(undefined)} />}
    </div>
  );
}
