import type { SignedByRow } from '@countersign/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import {
  Button,
  type Column,
  Empty,
  ReadProblem,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, decisionPast, EntryLink, gateWord, Result, roleWord, When } from '../../marks/index.ts';

const stateWord: Record<SignedByRow['state'], { tone: 'ok' | 'no' | 'owed' | 'none'; word: string }> = {
  current: { tone: 'ok', word: 'Counts' },
  owed: { tone: 'owed', word: 'To re-endorse' },
  void: { tone: 'no', word: 'Void' },
  withdrawn: { tone: 'none', word: 'Withdrawn' },
  cleared: { tone: 'none', word: 'Cleared' },
  replaced: { tone: 'none', word: 'Replaced' },
};

const placeOf = ({ gate, environment, incident }: SignedByRow): string =>
  `${incident ? `expedited road, ${incident}` : gateWord[gate]}${environment ? `, ${environment}` : ''}`;

const columns: readonly Column<SignedByRow>[] = [
  {
    head: 'Version',
    cell: ({ model, version, revision }) => (
      <>
        <Link
          className="quiet"
          to="/m/$model/v/$version"
          params={{ model, version }}
          search={{ tab: 'sign-offs' }}
        >
          <b>
            {model} {version}
          </b>
        </Link>{' '}
        <span className="muted">revision {revision}</span>
      </>
    ),
    width: '28%',
  },
  { head: 'Decision', cell: ({ decision }) => decisionPast[decision], width: 140, phone: true },
  { head: 'Gate', cell: placeOf },
  {
    head: 'As',
    cell: ({ role, deputyFor }) =>
      `${roleWord[role].toLowerCase()}${deputyFor ? `, deputy for ${deputyFor.name}` : ''}`,
  },
  {
    head: 'State',
    cell: ({ state }) => <Result tone={stateWord[state].tone}>{stateWord[state].word}</Result>,
    width: 130,
  },
  { head: 'Time', cell: ({ at }) => <When at={at} />, width: 176, spare: true },
  {
    head: 'Entry',
    cell: ({ number }) => <EntryLink number={number} />,
    numeric: true,
    width: 84,
    spare: true,
  },
];

/** What somebody signed, the newest first, with what became of it. */
export function SignedSection({ personId }: { personId: string }) {
  const query = useInfiniteQuery({
    queryKey: ['person', 'signed', personId],
    queryFn: ({ pageParam }) => api.person.signed.query({ personId, limit: 20, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items);
  return (
    <Section
      title="Signed"
      count={rows && `${counted(rows.length, 'sign-off')}${query.hasNextPage ? ', and more' : ''}`}
    >
      {query.error && <ReadProblem error={query.error} retry={() => void query.refetch()} />}
      {!rows && !query.error && <TableLoading columns={columns} rows={3} />}
      {rows && (
        <Table
          label="Signed"
          rows={rows}
          keyOf={({ id }) => id}
          columns={columns}
          second={(row) => (
            <>
              {placeOf(row)}, <When at={row.at} precision="day" />
            </>
          )}
          empty={<Empty title="Nothing was signed." />}
        />
      )}
      {query.hasNextPage && (
        <div className="table-foot">
          <Button small busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Section>
  );
}
