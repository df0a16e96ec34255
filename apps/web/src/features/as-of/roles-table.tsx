import type { AsOfRole } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { type Column, Empty, Table } from '../../controls/index.ts';
import { EntryLink, roleWord, When, wordOf } from '../../marks/index.ts';

export const roleColumns: readonly Column<AsOfRole>[] = [
  {
    head: 'Who',
    cell: ({ person }) => (
      <Link className="quiet" to="/admin/people/$person" params={{ person: person.id }}>
        {person.name}
      </Link>
    ),
  },
  {
    head: 'Role',
    cell: ({ role, certain }) => (
      <>
        {wordOf(roleWord, role)}
        {!certain && <span className="muted">, not told for certain</span>}
      </>
    ),
    phone: true,
  },
  {
    head: 'On',
    cell: ({ model }) =>
      model === null ? (
        <span className="muted">every model</span>
      ) : (
        <Link className="quiet" to="/m/$model" params={{ model }}>
          {model}
        </Link>
      ),
  },
  {
    head: 'Deputy for',
    cell: ({ deputyFor }) => deputyFor?.name ?? <span className="muted">nobody</span>,
    spare: true,
  },
  { head: 'Since', cell: ({ at }) => <When at={at} precision="second" />, width: 196 },
  {
    head: 'Until',
    cell: ({ until }) => (until ? <When at={until} /> : <span className="muted">no day set</span>),
    width: 168,
    spare: true,
  },
  { head: 'Entry', cell: ({ number }) => <EntryLink number={number} />, width: 72 },
];

/** Who held which role, by name. */
export function RolesTable({ rows }: { rows: readonly AsOfRole[] }) {
  return (
    <Table
      label="Roles held"
      rows={rows}
      keyOf={({ person, role, model, deputyFor }) => [person.id, role, model, deputyFor?.id].join(' ')}
      columns={roleColumns}
      second={({ model, deputyFor, at }) => (
        <>
          {model ?? 'every model'}
          {deputyFor && `, deputy for ${deputyFor.name}`}
          <br />
          since <When at={at} />
        </>
      )}
      empty={<Empty title="Nobody held a role there." />}
    />
  );
}
