import type { SessionRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  ProblemNote,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, Result, When } from '../../marks/index.ts';
import { browserText } from './browser-text.ts';

const columnsOf = (busy: boolean, end: (id: string) => void): readonly Column<SessionRow>[] => [
  { head: 'Browser', cell: ({ browser }) => <b title={browser}>{browserText(browser)}</b> },
  {
    head: 'Address',
    cell: ({ address }) => address || <span className="muted">not kept</span>,
    width: '18%',
  },
  { head: 'Signed in', cell: ({ startedAt }) => <When at={startedAt} />, width: 176 },
  { head: 'Last seen', cell: ({ lastSeenAt }) => <When at={lastSeenAt} relative />, width: 280 },
  {
    head: 'End',
    headHidden: true,
    cell: (session) =>
      session.current ? (
        <Result tone="ok">This one</Result>
      ) : (
        <Button small busy={busy} onClick={() => end(session.id)}>
          End<span className="sr"> {browserText(session.browser)}</span>
        </Button>
      ),
    width: 100,
    phone: true,
  },
];

/** Where somebody is signed in: one's own sessions, or another's for an administrator. */
export function SessionSection({ personId, own = false }: { personId: string; own?: boolean }) {
  const query = useQuery({
    queryKey: ['person', 'sessions', personId],
    queryFn: () => api.person.sessions.query({ personId }),
  });
  const end = useCommand((id: string) => api.person.endSession.mutate({ id }));
  const endAll = useCommand(() => api.person.endSessions.mutate({ personId }));
  const columns = columnsOf(end.isPending, (id) => end.mutate(id));
  const error = end.error ?? endAll.error;
  const others = query.data?.filter(({ current }) => !current).length ?? 0;
  return (
    <Section
      title="Sessions"
      count={query.data && counted(query.data.length, 'browser')}
      right={
        others > 0 && (
          <Button small kind="stop" busy={endAll.isPending} onClick={() => endAll.mutate()}>
            {own ? 'Sign out everywhere else' : 'Sign out everywhere'}
          </Button>
        )
      }
    >
      {error && <ProblemNote title="The session was not ended" problem={problemOf(error)} />}
      <Await query={query} loading={<TableLoading columns={columns} rows={2} roomy />}>
        {(sessions) => (
          <Table
            label="Sessions"
            roomy
            rows={sessions}
            keyOf={({ id }) => id}
            columns={columns}
            second={({ address, lastSeenAt }) => (
              <>
                {address || 'address not kept'}, <When at={lastSeenAt} />
              </>
            )}
            empty={<Empty title="Signed in nowhere." />}
          />
        )}
      </Await>
    </Section>
  );
}
