import type { DeploymentRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import { deploymentRoleWord, groundWord, Result, shareText, When } from '../../marks/index.ts';
import { EntryLink } from '../entry/index.ts';

export function DeploymentState({ row }: { row: DeploymentRow }) {
  if (row.state === 'serving') return <Result tone="ok">Serving</Result>;
  if (row.state === 'suspended') return <Result tone="no">Suspended</Result>;
  return <Result tone="none">Ended{row.endReason && `, ${row.endReason.replaceAll('-', ' ')}`}</Result>;
}

const nameOf = ({ model, version }: DeploymentRow) => (
  <Link className="quiet" to="/m/$model/v/$version" params={{ model: model.key, version: version.label }}>
    {model.key} <b>{version.label}</b>
  </Link>
);

const columns: readonly (Column<DeploymentRow> & { brief: boolean })[] = [
  { brief: true, head: 'Version', cell: nameOf },
  { brief: true, head: 'Role', cell: ({ role }) => deploymentRoleWord[role], width: 92 },
  { brief: true, head: 'Environment', cell: ({ environment }) => environment, width: 110 },
  {
    brief: true,
    head: 'State',
    cell: (row) => <DeploymentState row={row} />,
    width: 150,
    phone: true,
  },
  { brief: false, head: 'On whose word', cell: ({ ground }) => groundWord[ground], width: 124 },
  { brief: false, head: 'Share', cell: ({ share }) => shareText(share), numeric: true, width: 76 },
  { brief: true, head: 'Since', cell: ({ at }) => <When at={at} />, width: 172 },
  { brief: false, head: 'By', cell: ({ by }) => by.name },
  {
    brief: false,
    head: 'Ended',
    cell: ({ endedAt }) => endedAt && <When at={endedAt} />,
    width: 172,
  },
  {
    brief: false,
    head: 'Entry',
    cell: ({ number }) => <EntryLink number={number} />,
    numeric: true,
    width: 72,
  },
];

export const deploymentColumns = (brief: boolean): readonly Column<DeploymentRow>[] =>
  brief ? columns.filter((column) => column.brief) : columns;

export function DeploymentTable({
  rows,
  brief = false,
  empty,
}: {
  rows: readonly DeploymentRow[];
  brief?: boolean;
  empty: ReactNode;
}) {
  return (
    <Table
      label="Deployments"
      rows={rows}
      keyOf={({ id }) => id}
      columns={deploymentColumns(brief)}
      second={({ role, environment, at }) => (
        <>
          {deploymentRoleWord[role]} in {environment}, <When at={at} />
        </>
      )}
      empty={empty}
    />
  );
}
