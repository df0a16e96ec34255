import type { RoleRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  Paging,
  ProblemNote,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { Result, roleWord, When } from '../../marks/index.ts';

/** Whether it is held now, will be, or was. */
function RoleState({ row }: { row: RoleRow }) {
  if (row.held) return <Result tone="ok">Held</Result>;
  if (row.revokedAt && row.revokedBy) return <Result tone="none">Revoked</Result>;
  if (row.revokedAt || (row.until && Date.parse(row.until) <= Date.now()))
    return <Result tone="none">Ended</Result>;
  return <Result tone="owed">Not yet</Result>;
}

const periodText = ({ period }: RoleRow) =>
  period && (
    <span className="cap block whitespace-normal">
      records{' '}
      {period.from && (
        <>
          from <When at={period.from} precision="day" />{' '}
        </>
      )}
      {period.to && (
        <>
          until <When at={period.to} precision="day" />
        </>
      )}
    </span>
  );

const last = ({ until, revokedAt }: RoleRow) =>
  revokedAt ? <When at={revokedAt} /> : until ? <When at={until} /> : <span className="muted">no end</span>;

export const roleColumns: readonly Column<RoleRow>[] = [
  {
    head: 'Role',
    cell: (row) => (
      <>
        <b>{roleWord[row.role]}</b>
        {row.deputyFor && (
          <span className="cap block whitespace-normal">as deputy for {row.deputyFor.name}</span>
        )}
        {periodText(row)}
      </>
    ),
    width: '22%',
  },
  { head: 'On', cell: ({ modelKey }) => modelKey ?? 'every model', width: '16%' },
  { head: 'State', cell: (row) => <RoleState row={row} />, width: 110, phone: true },
  { head: 'Since', cell: ({ since }) => <When at={since} />, width: 176 },
  { head: 'Until', cell: last, width: 176 },
  {
    head: 'Granted by',
    cell: ({ grantedBy }) => grantedBy?.name ?? <span className="muted">the installation</span>,
    spare: true,
  },
];

/** Every role that somebody holds, held or will hold; a revocation refuses only future acts. */
export function RoleSection({
  personId,
  mayChange,
  own,
  after,
  onGrant,
}: {
  personId: string;
  mayChange: boolean;
  own: boolean;
  after: string | undefined;
  onGrant: () => void;
}) {
  const query = useQuery({
    queryKey: ['person', 'roles', personId, after ?? null],
    queryFn: () => api.person.roles.query({ personId, limit: 20, after }),
  });
  const revoke = useCommand(({ role, modelKey }: RoleRow) =>
    api.person.revokeRole.mutate({ personId, role, modelKey: modelKey ?? undefined }),
  );
  const columns: readonly Column<RoleRow>[] = [
    ...roleColumns,
    {
      head: 'Revoke',
      headHidden: true,
      cell: (row) =>
        mayChange &&
        row.held &&
        !row.deputyFor && (
          <Button small busy={revoke.isPending} onClick={() => revoke.mutate(row)}>
            Revoke
            <span className="sr">
              {' '}
              {roleWord[row.role]}
              {row.modelKey && ` of ${row.modelKey}`}
            </span>
          </Button>
        ),
      width: 90,
      phone: true,
    },
  ];
  return (
    <Section
      title="Roles"
      right={
        mayChange &&
        !own && (
          <Button small onClick={onGrant}>
            Grant a role
          </Button>
        )
      }
    >
      {revoke.error && <ProblemNote title="The role was not revoked" problem={problemOf(revoke.error)} />}
      <Await query={query} loading={<TableLoading columns={columns} rows={3} roomy />}>
        {({ items, next }) => (
          <>
            <Table
              label="Roles"
              roomy
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              second={({ modelKey, grantedBy, since }) => (
                <>
                  {modelKey ?? 'every model'}, since <When at={since} precision="day" />, by{' '}
                  {grantedBy?.name ?? 'the installation'}
                </>
              )}
              empty={
                <Empty title="No role was ever held.">
                  Without a role a person can sign in, and sees nothing of the models.
                </Empty>
              }
            />
            <Paging count={items.length} one="role" after={after} next={next} />
          </>
        )}
      </Await>
    </Section>
  );
}
