import type { NoticeRow } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Column, Table } from '../../controls/index.ts';
import { Result, When } from '../../marks/index.ts';
import { basisWord, headOf, noticeState, whyWord } from './words.ts';

export const noticeColumns: readonly Column<NoticeRow>[] = [
  {
    head: 'Notice',
    cell: (notice) => (
      <Link className="quiet" to="/notices/$notice" params={{ notice: notice.id }}>
        <b>{headOf(notice)}</b>
      </Link>
    ),
  },
  { head: 'Consumer', cell: ({ consumer }) => consumer.name, width: 200 },
  {
    head: 'Stands',
    cell: ({ state, basis, ended }) => (
      <>
        <Result tone={noticeState[state].tone}>{noticeState[state].word}</Result>
        <span className="cap block">
          {ended ? `ended: ${whyWord[ended.why]}` : basis && basisWord[basis]}
        </span>
      </>
    ),
    width: 200,
    phone: true,
  },
  {
    spare: true,
    head: 'Escalated',
    cell: ({ escalation }) => (escalation ? whyWord[escalation.why] : <span className="muted">not</span>),
    width: 150,
  },
  {
    head: 'Due',
    cell: ({ dueAt, kind }) =>
      dueAt ? (
        <>
          {kind === 'switch' ? 'from' : 'by'} <When at={dueAt} relative />
        </>
      ) : (
        <span className="muted">no date</span>
      ),
    width: 272,
  },
];

export const ownNoticeColumns = noticeColumns.filter(({ head }) => head !== 'Consumer');

/** `own`: on the page of the one consumer that they are all about. */
export function NoticeTable({
  rows,
  own = false,
  empty,
}: {
  rows: readonly NoticeRow[];
  own?: boolean;
  empty?: ReactNode;
}) {
  return (
    <Table
      label="Notices"
      roomy
      rows={rows}
      keyOf={({ id }) => id}
      columns={own ? ownNoticeColumns : noticeColumns}
      second={({ consumer, dueAt, kind }) => (
        <>
          {!own && consumer.name}
          {!own && dueAt && ', '}
          {dueAt && (
            <>
              {kind === 'switch' ? 'changes from' : 'move by'} <When at={dueAt} />
            </>
          )}
        </>
      )}
      empty={empty}
    />
  );
}
