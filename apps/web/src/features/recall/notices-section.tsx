import type { NoticeRow, NoticeState } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, type Column, Empty, Paging, Section, Table, TableLoading } from '../../controls/index.ts';
import { counted, countText, Result, When } from '../../marks/index.ts';
import { noticesQuery } from './queries.ts';

type Tone = 'ok' | 'no' | 'owed' | 'none';
const stateOf: Readonly<Record<NoticeState, { tone: Tone; word: string }>> = {
  nobody: { tone: 'no', word: 'Nobody to tell' },
  sent: { tone: 'owed', word: 'Sent' },
  delivered: { tone: 'owed', word: 'Delivered' },
  undeliverable: { tone: 'no', word: 'Undeliverable' },
  acknowledged: { tone: 'owed', word: 'Acknowledged' },
  'time-asked': { tone: 'owed', word: 'Needs time' },
  reopened: { tone: 'no', word: 'Called again' },
  'risk-accepted': { tone: 'ok', word: 'Accepts the risk' },
  migrated: { tone: 'ok', word: 'Migrated' },
  proven: { tone: 'ok', word: 'Proven' },
};
const basisWord = {
  checked: 'by traffic',
  claimed: 'claimed',
  'claimed-by-mailbox': 'claimed by mailbox',
} as const;
const escalationWord = {
  nobody: 'nobody to tell',
  undeliverable: 'no address takes it',
  silent: 'no answer',
  overdue: 'past its time',
} as const;

const columns: readonly Column<NoticeRow>[] = [
  {
    head: 'Consumer',
    cell: ({ id, consumer }) => (
      <>
        <Link className="quiet" to="/notices/$notice" params={{ notice: id }}>
          <b>{consumer.name}</b>
        </Link>
        <span className="cap block">
          {consumer.id === null
            ? 'seen in traffic alone'
            : consumer.key === consumer.name
              ? ''
              : consumer.key}
        </span>
      </>
    ),
  },
  { head: 'Calls', numeric: true, width: 72, cell: ({ calls }) => countText(calls) },
  {
    head: 'Notice',
    phone: true,
    width: 170,
    cell: ({ state, stateAt, until, basis }) => (
      <>
        <Result tone={stateOf[state].tone}>{stateOf[state].word}</Result>
        <span className="cap block">
          {until ? (
            <>
              until <When at={until} precision="day" />
            </>
          ) : (
            <>
              {basis && `${basisWord[basis]}, `}
              <When at={stateAt} />
            </>
          )}
        </span>
      </>
    ),
  },
  {
    head: 'Follow-up',
    width: 200,
    cell: ({ escalation, remindedAt }) =>
      escalation ? (
        <>
          escalated: {escalationWord[escalation.why]}
          <span className="cap block">
            <When at={escalation.at} />
          </span>
        </>
      ) : remindedAt ? (
        <>
          reminded <When at={remindedAt} />
        </>
      ) : (
        <span className="muted">none yet</span>
      ),
  },
  {
    head: 'Last call',
    width: 180,
    cell: ({ lastCallAt }) => (lastCallAt ? <When at={lastCallAt} /> : <span className="muted">never</span>),
  },
];

/** One copy of the recall for each consumer, and how far each has come. */
export function NoticesSection({ recallId }: { recallId: string }) {
  const query = useQuery(noticesQuery(recallId));
  return (
    <Section title="Notices" count={query.data && counted(query.data.items.length, 'consumer')}>
      <Await query={query} loading={<TableLoading columns={columns} rows={2} />}>
        {({ items, next }) => (
          <>
            <Table
              label="Notices"
              top
              rows={items}
              keyOf={({ id }) => id}
              columns={columns}
              second={({ calls, lastCallAt }) => (
                <>
                  {counted(calls, 'call')}
                  {lastCallAt && (
                    <>
                      , last <When at={lastCallAt} />
                    </>
                  )}
                </>
              )}
              empty={<Empty title="It concerned no consumer." />}
            />
            {next && <Paging shown={counted(items.length, 'notice')} after={undefined} next={null} />}
          </>
        )}
      </Await>
    </Section>
  );
}
