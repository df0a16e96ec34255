import type { NoticeRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  Await,
  buttonClass,
  type Column,
  Empty,
  Paging,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, countText, Result, When } from '../../marks/index.ts';
import { basisWord, isRemindable, noticeState, RemindButton, whyWord } from '../notice/index.ts';
import { noticesQuery } from './queries.ts';

const columnsFor = (mayRemind: boolean): readonly Column<NoticeRow>[] => [
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
    width: 216,
    cell: ({ state, stateAt, until, basis }) => (
      <>
        <Result tone={noticeState[state].tone}>{noticeState[state].word}</Result>
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
    width: 180,
    cell: ({ escalation, remindedAt }) =>
      escalation ? (
        <>
          escalated: {whyWord[escalation.why]}
          <span className="cap block">
            <When at={escalation.at} />
          </span>
        </>
      ) : remindedAt ? (
        <>
          reminded
          <span className="cap block">
            <When at={remindedAt} />
          </span>
        </>
      ) : (
        <span className="muted">none yet</span>
      ),
  },
  {
    head: 'Last call',
    width: 170,
    cell: ({ lastCallAt }) => (lastCallAt ? <When at={lastCallAt} /> : <span className="muted">never</span>),
  },
  {
    head: 'What to do',
    headHidden: true,
    numeric: true,
    width: 88,
    cell: (notice) =>
      mayRemind && isRemindable(notice) ? (
        <RemindButton notice={notice} />
      ) : (
        <Link
          className={buttonClass('plain', true)}
          to="/notices/$notice"
          params={{ notice: notice.id }}
          aria-label={`Open the notice of ${notice.consumer.name}`}
        >
          Open
        </Link>
      ),
  },
];

/** One copy of the recall for each consumer, and how far each has come. */
export function NoticesSection({
  recallId,
  after,
  mayRemind,
}: {
  recallId: string;
  after: string | undefined;
  mayRemind: boolean;
}) {
  const query = useQuery(noticesQuery({ recallId, after }));
  const columns = columnsFor(mayRemind);
  const all = Object.values(query.data?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <Section title="Notices" count={query.data && counted(all, 'consumer')}>
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
            {(next || after) && <Paging count={items.length} one="notice" after={after} next={next} />}
          </>
        )}
      </Await>
    </Section>
  );
}
