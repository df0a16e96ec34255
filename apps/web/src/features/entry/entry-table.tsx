import type { EntryRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import { EntryLink, Result, When } from '../../marks/index.ts';
import './entry.css';

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

/** An event's name; where it has no room it goes on after its dot or a hyphen, never within a word. */
export const EventName = ({ event }: { event: string }) => (
  <span className="mono event-name">
    {event.split(/(?<=[.-])/).map((word, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
      <Fragment key={index}>
        {index > 0 && <wbr />}
        {word}
      </Fragment>
    ))}
  </span>
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
