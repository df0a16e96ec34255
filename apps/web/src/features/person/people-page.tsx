import { accountStates, type PersonRow } from '@countersign/contracts';
import { type Role, roles } from '@countersign/lifecycle';
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
  Select,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { roleWord, When } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { AccountMark, stateWord } from './account-state.tsx';
import { InviteSheet } from './invite-sheet.tsx';
import type { PeopleSearch } from './search.ts';

const route = getRouteApi('/frame/admin/people');

const rolesText = ({ roles: held }: PersonRow): string =>
  held.map(({ role, modelKey }) => `${roleWord[role]}${modelKey ? ` of ${modelKey}` : ''}`).join(', ');

const columns: readonly Column<PersonRow>[] = [
  {
    head: 'Person',
    cell: ({ id, name }) => (
      <Link className="quiet" to="/admin/people/$person" params={{ person: id }}>
        <b>{name}</b>
      </Link>
    ),
    width: '24%',
  },
  { head: 'E-mail', cell: ({ email }) => email, width: '24%' },
  { head: 'Roles', cell: (row) => rolesText(row) || <span className="muted">none</span> },
  { head: 'Account', cell: ({ state }) => <AccountMark state={state} />, width: 104, phone: true },
  {
    head: 'Last sign-in',
    cell: ({ lastSignInAt }) =>
      lastSignInAt ? <When at={lastSignInAt} /> : <span className="muted">never</span>,
    width: 176,
    spare: true,
  },
];

function Filters({ search }: { search: PeopleSearch }) {
  const navigate = useNavigate();
  const change = (part: PeopleSearch) =>
    void navigate({ to: '/admin/people', search: { ...search, after: undefined, ...part } });
  return (
    <div className="tools pt-6">
      <SearchForm
        label="Name or address"
        value={search.search}
        onSearch={(text) => change({ search: text })}
      />
      <Select
        label="Role"
        value={search.role ?? ''}
        onChange={({ target }) => change({ role: (target.value || undefined) as Role | undefined })}
        choices={[
          { value: '', label: 'Any role' },
          ...roles.map((role) => ({ value: role, label: roleWord[role] })),
        ]}
      />
      <FilterSegments label="Accounts">
        {([undefined, ...accountStates] as const).map((state) => (
          <Link
            key={state ?? 'all'}
            to="/admin/people"
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

export function PeoplePage() {
  const search = route.useSearch();
  const { sheet, ...filter } = search;
  const navigate = useNavigate();
  const mayInvite = hasRole(useMe(), ['administrator']);
  const query = useQuery({
    queryKey: ['person', 'list', filter],
    queryFn: () => api.person.list.query({ limit: 50, ...filter }),
  });
  const open = (next: PeopleSearch['sheet']) =>
    void navigate({ to: '/admin/people', search: { ...filter, sheet: next } });
  const isFiltered = Boolean(filter.search ?? filter.role ?? filter.state);
  return (
    <div className="page">
      <title>People · Countersign</title>
      <PageTitle
        first
        title="People"
        beside="nobody grants a role to themselves"
        acts={mayInvite && <Button onClick={() => open('invite')}>Invite a person</Button>}
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <Filters key={filter.search} search={filter} />
      <Section first title="Accounts">
        <Await query={query} loading={<TableLoading columns={columns} rows={10} />}>
          {({ items, next }) => (
            <>
              <Table
                label="People"
                rows={items}
                keyOf={({ id }) => id}
                columns={columns}
                second={(row) => `${row.email}, ${rolesText(row) || 'no role'}`}
                empty={
                  <Empty title={isFiltered ? 'Nobody fits.' : 'Nobody is here yet.'}>
                    {isFiltered && 'Look for another word, another role or another state.'}
                  </Empty>
                }
              />
              <Paging count={items.length} one="person" many="people" after={search.after} next={next} />
            </>
          )}
        </Await>
      </Section>
      {sheet === 'invite' && <InviteSheet onClose={() => open(undefined)} />}
    </div>
  );
}
