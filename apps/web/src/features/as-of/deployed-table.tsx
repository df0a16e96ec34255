import type { AsOfDeployment, AsOfModel } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { type Column, Table } from '../../controls/index.ts';
import { deploymentRoleWord, EntryLink, groundWord, Result, When, wordOf } from '../../marks/index.ts';

type Row = AsOfDeployment & { readonly label: string };

const columns = (model: string): readonly Column<Row>[] => [
  { head: 'Environment', cell: ({ environment }) => environment, width: '18%' },
  {
    head: 'Version',
    cell: ({ label }) => (
      <Link className="quiet" to="/m/$model/v/$version" params={{ model, version: label }}>
        <b>{label}</b>
      </Link>
    ),
    width: '18%',
    phone: true,
  },
  { head: 'As', cell: ({ role }) => wordOf(deploymentRoleWord, role), width: 110 },
  {
    head: 'State',
    cell: ({ state }) => <Result tone={state === 'serving' ? 'ok' : 'no'}>{state}</Result>,
    width: 120,
  },
  { head: 'Ground', cell: ({ ground }) => wordOf(groundWord, ground), width: 110, spare: true },
  { head: 'By', cell: ({ by }) => by.name },
  { head: 'Since', cell: ({ at }) => <When at={at} precision="second" />, width: 196 },
  { head: 'Entry', cell: ({ number }) => <EntryLink number={number} />, width: 72 },
];

/** What was deployed of a model, production first. */
export function DeployedTable({ model: { key, deployments, versions } }: { model: AsOfModel }) {
  const labelOf = new Map(versions.map(({ id, label }) => [id, label]));
  return (
    <Table
      label={`Deployments of ${key}`}
      rows={deployments.map((row) => ({ ...row, label: labelOf.get(row.versionId) ?? row.versionId }))}
      keyOf={({ id }) => id}
      columns={columns(key)}
      second={({ role, state, at, by }) => (
        <>
          {wordOf(deploymentRoleWord, role)}, {state}
          <br />
          <When at={at} />, {by.name}
        </>
      )}
    />
  );
}
