import { type MailRow, mailStates } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { SectionTabs } from '../../app/section-tabs.tsx';
import { selfState } from '../../app/self-state.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  FilterSegments,
  PageTitle,
  Paging,
  ProblemNote,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { countText, Result, When } from '../../marks/index.ts';
import { hasRole, useMe } from '../session/index.ts';
import { NoMailServer } from './no-mail-server.tsx';
import { TestMailSheet } from './test-mail-sheet.tsx';

const route = getRouteApi('/frame/admin/mail');

const stateWord: Readonly<Record<MailRow['state'], string>> = {
  waiting: 'Waiting',
  sent: 'Sent',
  failed: 'Not sent',
  dropped: 'Dropped',
};
const tones = { waiting: 'owed', sent: 'ok', failed: 'no', dropped: 'none' } as const;

function State({ row: { state, sentAt, problem } }: { row: MailRow }) {
  if (state === 'sent')
    return (
      <>
        <Result tone="ok">Sent</Result> {sentAt && <When at={sentAt} precision="minute" />}
      </>
    );
  return (
    <>
      <Result tone={tones[state]}>{stateWord[state]}</Result>
      {problem && <span className="cap block break-words">{problem}</span>}
    </>
  );
}

function SendAgain({ row: { id, kept, state, to }, from }: { row: MailRow; from: string | null }) {
  const resend = useCommand(() => api.mail.resend.mutate({ mailId: id }));
  if (!kept || from === null) return null;
  return (
    <span className="flex flex-col items-end">
      <Button small busy={resend.isPending} onClick={() => resend.mutate()}>
        {state === 'waiting' ? 'Send now' : 'Send again'}
        <span className="sr"> to {to}</span>
      </Button>
      {resend.error && <ProblemNote title="It was not sent again" problem={problemOf(resend.error)} />}
    </span>
  );
}

const columnsOf = (from: string | null): readonly Column<MailRow>[] => [
  { head: 'Subject', cell: ({ subject }) => <b className="break-words">{subject}</b>, width: '34%' },
  { head: 'To', cell: ({ to }) => <span className="break-all">{to}</span>, width: '18%' },
  { head: 'State', cell: (row) => <State row={row} /> },
  { head: 'Attempts', cell: ({ attempts }) => countText(attempts), numeric: true, width: 84 },
  { head: 'Written', cell: ({ createdAt }) => <When at={createdAt} precision="minute" />, width: 176 },
  {
    head: 'Send again',
    headHidden: true,
    cell: (row) => <SendAgain row={row} from={from} />,
    width: 120,
    phone: true,
  },
];

/** What the portal mailed, and what it could not. */
export function MailPage() {
  const { sheet, ...filter } = route.useSearch();
  const navigate = useNavigate();
  const me = useMe();
  const mayRead = hasRole(me, ['administrator']);
  const query = useQuery({
    queryKey: ['mail', 'list', filter],
    queryFn: () => api.mail.list.query({ limit: 50, ...filter }),
    enabled: mayRead,
    // A mail that leaves is no entry.
    refetchInterval: ({ state }) =>
      state.data?.items.some((row) => row.state === 'waiting') ? 2_000 : false,
  });
  const from = query.data?.from ?? null;
  const columns = columnsOf(from);
  const open = (next: 'test' | undefined) =>
    void navigate({ to: '/admin/mail', search: { ...filter, sheet: next } });
  return (
    <div className="page">
      <title>Mail · Countersign</title>
      <PageTitle
        first
        title="Mail"
        beside={from ? `what was sent, from ${from}` : 'what was sent, and what was not'}
        acts={from && <Button onClick={() => open('test')}>Send a test mail</Button>}
      />
      <div className="pt-3">
        <SectionTabs word="Develop" />
      </div>
      {mayRead ? (
        <>
          {query.data && from === null && <NoMailServer />}
          <Section first title="Mail log">
            <div className="tools pb-3">
              <FilterSegments label="Mails by state">
                {([undefined, ...mailStates] as const).map((state) => (
                  <Link
                    key={state ?? 'all'}
                    to="/admin/mail"
                    search={{ state }}
                    aria-current={filter.state === state ? 'true' : undefined}
                    activeOptions={selfState}
                  >
                    {state ? stateWord[state] : 'All'}
                  </Link>
                ))}
              </FilterSegments>
            </div>
            <Await query={query} loading={<TableLoading columns={columns} rows={5} roomy />}>
              {({ items, next }) => (
                <>
                  <Table
                    label="Mails"
                    roomy
                    rows={items}
                    keyOf={({ id }) => id}
                    columns={columns}
                    second={(row) => (
                      <>
                        {row.to}, <When at={row.createdAt} precision="minute" />
                        <br />
                        <State row={row} />
                      </>
                    )}
                    empty={
                      <Empty title={filter.state ? 'No mail is in this state.' : 'No mail was sent yet.'}>
                        Checkpoints, scheduled reports and what is asked for by mail appear here as they
                        leave.
                      </Empty>
                    }
                  />
                  {(filter.after || next) && (
                    <Paging count={items.length} one="mail" after={filter.after} next={next} />
                  )}
                  <p className="cap pt-3">
                    A mail server that is away is asked again for most of a day. Texts are kept for thirty
                    days, so that a mail can be sent again; that it was sent is kept for half a year.
                  </p>
                </>
              )}
            </Await>
          </Section>
        </>
      ) : (
        <Empty title="The mail log is for administrators.">It names whom mails went to.</Empty>
      )}
      {mayRead && from && sheet === 'test' && (
        <TestMailSheet own={me.person.email} onClose={() => open(undefined)} />
      )}
    </div>
  );
}
