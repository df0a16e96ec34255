import type { RecallRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import { countText, StandingTag, severityWord, When } from '../../marks/index.ts';

const nameOf = ({ model, label }: RecallRow) => (
  <Link className="quiet" to="/m/$model/v/$version" params={{ model: model.key, version: label }}>
    <span className="whitespace-nowrap">
      {model.key} <b>{label}</b>
    </span>
  </Link>
);

const lastOf = ({ lastCaller, callsSince }: RecallRow) =>
  lastCaller === null ? (
    <span className="muted">no call since</span>
  ) : (
    `${lastCaller}, ${countText(callsSince)} ${callsSince === 1 ? 'call' : 'calls'} since`
  );

const columns: readonly (Column<RecallRow> & { brief: boolean })[] = [
  { brief: true, head: 'Version', cell: nameOf },
  {
    brief: true,
    head: 'Standing',
    cell: ({ standing }) => <StandingTag standing={standing} />,
    width: 116,
    phone: true,
  },
  { spare: true, brief: false, head: 'Severity', cell: ({ severity }) => severityWord[severity], width: 84 },
  { brief: false, head: 'Reason', cell: ({ reason }) => <span className="line-clamp-2">{reason}</span> },
  {
    brief: true,
    head: 'Replacement',
    cell: ({ replacement }) => replacement ?? <span className="muted">none</span>,
    width: 96,
  },
  { brief: true, head: 'Calls', cell: lastOf },
  { spare: true, brief: false, head: 'By', cell: ({ by }) => by.name, width: 150 },
  { brief: false, head: 'Since', cell: ({ at }) => <When at={at} relative />, width: 240 },
  {
    spare: true,
    brief: false,
    head: 'Lifted',
    cell: ({ liftedAt }) => (liftedAt ? <When at={liftedAt} /> : <span className="muted">open</span>),
    width: 168,
  },
];

export const recallColumns = (brief: boolean): readonly Column<RecallRow>[] =>
  brief ? columns.filter((column) => column.brief) : columns;

export function RecallTable({
  rows,
  brief = false,
  empty,
}: {
  rows: readonly RecallRow[];
  brief?: boolean;
  empty: ReactNode;
}) {
  return (
    <Table
      label="Recalls"
      rows={rows}
      keyOf={({ id }) => id}
      columns={recallColumns(brief)}
      second={({ reason, replacement }) => `${reason}${replacement ? ` Use ${replacement}.` : ''}`}
      empty={empty}
    />
  );
}
