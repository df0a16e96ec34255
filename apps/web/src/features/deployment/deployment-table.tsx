import type { DeploymentRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import {
  deploymentRoleWord,
  EntryLink,
  ExpeditedMark,
  groundWord,
  Result,
  shareText,
  When,
} from '../../marks/index.ts';

function DeploymentState({ row, brief = false }: { row: DeploymentRow; brief?: boolean }) {
  if (row.state === 'serving') return <Result tone="ok">Serving</Result>;
  if (row.state === 'suspended') return <Result tone="no">Suspended</Result>;
  const why = row.endReason === null || brief ? '' : `, ${row.endReason.replaceAll('-', ' ')}`;
  return <Result tone="none">Ended{why}</Result>;
}

const nameOf = ({ model, version }: DeploymentRow) => (
  <Link className="quiet" to="/m/$model/v/$version" params={{ model: model.key, version: version.label }}>
    <span className="whitespace-nowrap">
      {model.key} <b>{version.label}</b>
    </span>
  </Link>
);

const when: Column<DeploymentRow> = { head: 'Since', cell: ({ at }) => <When at={at} />, width: 184 };
const version: Column<DeploymentRow> = { head: 'Version', cell: nameOf };
const role: Column<DeploymentRow> = {
  head: 'Role',
  cell: ({ role }) => deploymentRoleWord[role],
  width: 104,
};
const environment: Column<DeploymentRow> = {
  head: 'Environment',
  cell: ({ environment }) => environment,
  width: 112,
};
const state = (brief: boolean): Column<DeploymentRow> => ({
  head: 'State',
  cell: (row) => <DeploymentState row={row} brief={brief} />,
  width: brief ? 100 : 230,
  phone: true,
});

/** In the short table, which has no column for the ground, it stands under the name. */
const briefName: Column<DeploymentRow> = {
  head: 'Version',
  cell: (row) => (
    <>
      {nameOf(row)}
      {row.ground === 'expedited' && (
        <span className="cap block whitespace-normal">
          <ExpeditedMark row={row} />
        </span>
      )}
    </>
  ),
};

const full: readonly Column<DeploymentRow>[] = [
  version,
  role,
  environment,
  state(false),
  {
    head: 'On whose word',
    cell: (row) =>
      row.ground === 'expedited' ? (
        <>
          <ExpeditedMark row={row} />
          {row.incident && <span className="cap block whitespace-normal">incident {row.incident}</span>}
        </>
      ) : (
        groundWord[row.ground]
      ),
    width: 172,
  },
  { spare: true, head: 'Share', cell: ({ share }) => shareText(share), numeric: true, width: 76 },
  when,
  { spare: true, head: 'By', cell: ({ by }) => by.name },
  { head: 'Ended', cell: ({ endedAt }) => endedAt && <When at={endedAt} />, width: 176 },
  { head: 'Entry', cell: ({ number }) => <EntryLink number={number} />, numeric: true, width: 72 },
];

export const deploymentColumns = (brief: boolean): readonly Column<DeploymentRow>[] =>
  brief ? [briefName, when, role, environment, state(true)] : full;

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
      second={(row) => (
        <>
          {deploymentRoleWord[row.role]} in {row.environment}, <When at={row.at} />
          {!brief && row.ground === 'expedited' && (
            <>
              <br />
              <ExpeditedMark row={row} />
            </>
          )}
        </>
      )}
      empty={empty}
    />
  );
}
