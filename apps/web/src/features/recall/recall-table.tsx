import type { RecallRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import { countText, StandingTag, severityWord, When } from '../../marks/index.ts';
import { isInsider, useMe } from '../session/index.ts';

/** To the board; a consumer, to whom it is closed, is led to the version. */
function Name({ row: { id, model, label, others } }: { row: RecallRow }) {
  const isInside = isInsider(useMe(), model.key);
  const name = (
    <span className="whitespace-nowrap">
      {model.key} <b>{label}</b>
      {others > 0 && <span className="muted"> and {countText(others)} before</span>}
    </span>
  );
  return isInside ? (
    <Link className="quiet" to="/recalls/$recall" params={{ recall: id }}>
      {name}
    </Link>
  ) : (
    <Link className="quiet" to="/m/$model/v/$version" params={{ model: model.key, version: label }}>
      {name}
    </Link>
  );
}

const lastOf = ({ lastCaller, callsSince }: RecallRow) =>
  lastCaller === null ? (
    <span className="muted">no call since</span>
  ) : (
    `${lastCaller}, ${countText(callsSince)} ${callsSince === 1 ? 'call' : 'calls'} since`
  );

const columns: readonly (Column<RecallRow> & { brief: boolean })[] = [
  { brief: true, head: 'Version', cell: (row) => <Name row={row} /> },
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
  { brief: true, head: 'Calls', cell: lastOf, width: 150 },
  { spare: true, brief: false, head: 'By', cell: ({ by }) => by.name, width: 150 },
  { brief: false, head: 'Since', cell: ({ at }) => <When at={at} relative />, width: 240 },
  {
    spare: true,
    brief: false,
    head: 'State',
    cell: ({ state, liftedAt, closedAt }) =>
      state === 'open' ? (
        <span className="muted">open</span>
      ) : (
        <>
          {state} <When at={closedAt ?? liftedAt ?? ''} />
        </>
      ),
    width: 190,
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
