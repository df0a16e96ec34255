import type { PersonRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import {
  Await,
  Button,
  type Column,
  Empty,
  PageTitle,
  Paging,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, Result, roleWord } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { AddPersonSheet } from './add-person-sheet.tsx';
import { RoleSheet } from './role-sheet.tsx';

const route = getRouteApi('/frame/people');

const rolesText = ({ roles }: PersonRow): string =>
  roles.map(({ role, modelKey }) => `${roleWord[role]}${modelKey ? ` of ${modelKey}` : ''}`).join(', ');

const columnsOf = (mayChange: boolean, open: (person: string) => void): readonly Column<PersonRow>[] => [
  { head: 'Person', cell: ({ name }) => <b>{name}</b> },
  { head: 'E-mail', cell: ({ email }) => email },
  { head: 'Roles', cell: (row) => rolesText(row) || <span className="muted">none</span>, width: '40%' },
  {
    head: 'Account',
    cell: ({ active }) =>
      active ? <Result tone="ok">Active</Result> : <Result tone="none">Inactive</Result>,
    width: 110,
  },
  {
    head: 'Change',
    headHidden: true,
    cell: ({ id, name }) =>
      mayChange && (
        <Button small onClick={() => open(id)}>
          Roles<span className="sr"> of {name}</span>
        </Button>
      ),
    width: 90,
    phone: true,
  },
];

export function PeoplePage() {
  const { after, sheet, person } = route.useSearch();
  const navigate = useNavigate();
  const me = useMe();
  const mayChange = hasRole(me, ['administrator']);
  const query = useQuery({
    queryKey: ['person', 'list', after ?? null],
    queryFn: () => api.person.list.query({ limit: 50, after }),
  });
  const close = () => void navigate({ to: '/people', search: { after } });
  const columns = columnsOf(
    mayChange,
    (id) => void navigate({ to: '/people', search: { after, sheet: 'roles', person: id } }),
  );
  return (
    <div className="page">
      <title>People · Countersign</title>
      <PageTitle
        first
        title="People"
        beside="nobody grants a role to themselves"
        acts={
          mayChange && (
            <Button onClick={() => void navigate({ to: '/people', search: { after, sheet: 'add' } })}>
              Add a person
            </Button>
          )
        }
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      <Section first title="Accounts">
        <Await query={query} loading={<TableLoading columns={columns} rows={10} roomy />}>
          {({ items, next }) => {
            const chosen = items.find(({ id }) => id === person);
            return (
              <>
                <Table
                  label="People"
                  roomy
                  rows={items}
                  keyOf={({ id }) => id}
                  columns={columns}
                  second={(row) => `${row.email}, ${rolesText(row) || 'no role'}`}
                  empty={<Empty title="Nobody is here yet." />}
                />
                <Paging shown={counted(items.length, 'person', 'people')} after={after} next={next} />
                {sheet === 'roles' && chosen && <RoleSheet person={chosen} onClose={close} />}
              </>
            );
          }}
        </Await>
      </Section>
      {sheet === 'add' && <AddPersonSheet onClose={close} />}
    </div>
  );
}
