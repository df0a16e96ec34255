import type { EntryRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import { EntryLink, EventName, Result, When } from '../../marks/index.ts';

const subjectOf = ({ model, version, subject }: EntryRow) =>
  model && version ? (
    <Link className="quiet" to="/m/$model/v/$version" params={{ model, version }}>
      {model} <b>{version}</b>
    </Link>
  ) : model ? (
    <Link className="quiet" to="/m/$model" params={{ model }}>
      {model}
    </Link>
  ) : (
    <span className="soft">{subject.name}</span>
  );

export const entryColumns: readonly Column<EntryRow>[] = [
  { head: 'Entry', cell: ({ number, id }) => <EntryLink number={number} id={id} />, width: 72 },
  { head: 'When', cell: ({ at }) => <When at={at} precision="second" />, width: 196, sorted: 'descending' },
  { head: 'Event', cell: ({ event }) => <EventName event={event} />, width: 210, phone: true },
  { head: 'About', cell: subjectOf, width: '15%' },
  {
    head: 'What happened',
    cell: ({ summary, refused }) => (
      <>
        {refused && (
          <>
            <Result tone="no">Refused</Result>{' '}
          </>
        )}
        {summary}
      </>
    ),
  },
  { head: 'Who', cell: ({ actor }) => actor.name, width: 168 },
];

export function EntryTable({ rows, empty }: { rows: readonly EntryRow[]; empty: ReactNode }) {
  return (
    <Table
      label="Entries"
      rows={rows}
      keyOf={({ id }) => id}
      columns={entryColumns}
      second={({ at, actor, summary, refused }) => (
        <>
          {refused && 'Refused. '}
          {summary}
          <br />
          <When at={at} />, {actor.name}
        </>
      )}
      empty={empty}
    />
  );
}
