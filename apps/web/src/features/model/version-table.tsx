import type { VersionRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import {
  AsFoundTag,
  boundedText,
  deploymentRoleWord,
  EntryLink,
  OverdueTag,
  RowRail,
  railOfRow,
  StageTag,
  StandingTag,
  shareText,
  When,
} from '../../marks/index.ts';

/** `Champion in production, 100 %`, or what keeps a version from serving. */
export function servingText({ serving, standing, stage }: VersionRow): string {
  if (serving.length === 0) {
    return stage === 'approved' && standing !== 'blocked' ? 'Standby' : '';
  }
  return serving
    .map(({ role, environment, share, state }) => {
      const where = `${deploymentRoleWord[role]} in ${environment}`;
      if (state === 'suspended') return `${where}, suspended`;
      return role === 'shadow' ? where : `${where}, ${shareText(share)}`;
    })
    .join('; ');
}

/** `version.sign-off-withdrawn` as `Sign-off withdrawn`: two of its words keep their hyphen. */
const lastStepText = (event: string): string => {
  const words = (event.split('.')[1] ?? event)
    .replaceAll('-', ' ')
    .replace('sign off', 'sign-off')
    .replace('re endorsed', 're-endorsed');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const nameOf = ({ model, label }: VersionRow) => (
  <Link className="quiet" to="/m/$model/v/$version" params={{ model: model.key, version: label }}>
    {model.key} <b>{label}</b>
  </Link>
);

export const versionColumns: readonly Column<VersionRow>[] = [
  { head: 'Version', cell: nameOf },
  { head: 'Lifecycle', cell: (row) => <RowRail stops={railOfRow(row)} />, width: 124 },
  {
    head: 'Stage',
    cell: ({ stage, overdue, asFound }) => (
      <span className="inline-flex flex-wrap gap-x-2">
        <StageTag stage={stage} />
        {asFound && <AsFoundTag />}
        {overdue && <OverdueTag />}
      </span>
    ),
    width: 124,
    phone: true,
  },
  { head: 'Standing', cell: ({ standing }) => <StandingTag standing={standing} />, width: 112 },
  { head: 'Serving', cell: (row) => servingText(row) || <span className="muted">nowhere</span> },
  {
    spare: true,
    head: 'Predictions',
    cell: ({ predictions }) => boundedText(predictions),
    numeric: true,
    width: 92,
  },
  { spare: true, head: 'Last step', cell: ({ lastStep }) => lastStep && lastStepText(lastStep.event) },
  { head: 'When', cell: ({ lastStep }) => lastStep && <When at={lastStep.at} />, width: 176 },
  {
    spare: true,
    head: 'Entry',
    cell: ({ lastStep }) => lastStep && <EntryLink number={lastStep.number} />,
    numeric: true,
    width: 60,
  },
];

export function VersionTable({ rows, empty }: { rows: readonly VersionRow[]; empty: ReactNode }) {
  return (
    <Table
      label="Versions"
      rows={rows}
      keyOf={({ id }) => id}
      columns={versionColumns}
      second={(row) => (
        <>
          {row.standing !== 'usable' && (
            <>
              <StandingTag standing={row.standing} />{' '}
            </>
          )}
          {servingText(row)}
        </>
      )}
      empty={empty}
    />
  );
}
