import type { NoticeDetail, NoticeStep } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  PageTitle,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { Result, StandingTag, When } from '../../marks/index.ts';
import { isInsider, useMe } from '../session/index.ts';
import type { Answer } from './answer-fields.tsx';
import { AnswerForm } from './answer-form.tsx';
import { ExtractSection } from './extract.tsx';
import { noticeQuery } from './queries.ts';
import { isRemindable, RemindButton } from './remind-button.tsx';
import { RiskSheet } from './risk-sheet.tsx';
import { SwitchAnswerForm } from './switch-answer-form.tsx';
import { ToldFacts } from './told.tsx';
import { basisWord, headOf, isOver, stepWord, whyWord } from './words.ts';
import './notice.css';

const route = getRouteApi('/frame/notices/$notice');

const detailOf = ({ kind, detail, until }: NoticeStep) =>
  until ? (
    <>
      until <When at={until} />
    </>
  ) : detail === null ? null : kind === 'escalated' || kind === 'ended' ? (
    whyWord[detail]
  ) : (
    <>
      last call <When at={detail} />
    </>
  );

const columns: readonly Column<NoticeStep>[] = [
  { head: 'What', cell: ({ kind }) => stepWord[kind] },
  { head: 'Basis', cell: ({ basis }) => basisWord[basis], width: 140 },
  {
    head: 'By',
    cell: ({ person, address }) =>
      person?.name ?? (address ? <span className="break-all">{address}</span> : 'Countersign'),
    width: 200,
  },
  {
    head: 'Said',
    cell: (step) => (
      <>
        {detailOf(step)}
        {step.comment && <span className="block">{step.comment}</span>}
      </>
    ),
  },
  { head: 'When', cell: ({ at }) => <When at={at} />, width: 180 },
];

const recipientTone = { waiting: 'owed', sent: 'owed', delivered: 'ok', failed: 'no' } as const;
const recipientWord = {
  waiting: 'waits to leave',
  sent: 'on its way',
  delivered: 'the mail server took it',
  failed: 'not taken',
} as const;
const recipientColumns: readonly Column<NoticeDetail['recipients'][number]>[] = [
  { head: 'Address', cell: ({ address }) => <span className="break-all">{address}</span> },
  {
    head: 'Mail',
    cell: ({ state }) => <Result tone={recipientTone[state]}>{recipientWord[state]}</Result>,
    width: 220,
    phone: true,
  },
  {
    head: 'What the mail server said',
    cell: ({ problem }) => problem ?? <span className="muted">nothing</span>,
  },
];

function Answers({ notice }: { notice: NoticeDetail }) {
  const navigate = useNavigate();
  const { sheet } = route.useSearch();
  const answer = useCommand((given: Answer) => api.notice.answer.mutate({ noticeId: notice.id, ...given }));
  const showRisk = (open: boolean) =>
    void navigate({
      to: '/notices/$notice',
      params: { notice: notice.id },
      search: open ? { sheet: 'risk' } : {},
      replace: true,
    });
  if (isOver(notice)) return null;
  const mayAnswer = notice.isMine || notice.mayWriteDown;
  const mayAccept = notice.riskRoles.length > 0 && notice.state !== 'risk-accepted';
  const askedInVain = sheet === 'risk' && !mayAccept && notice.state !== 'risk-accepted' && (
    <p className="soft py-2">
      Going on with what is marked “do not use” takes the signature of somebody who may approve it.
    </p>
  );
  if (!mayAnswer && !mayAccept) return askedInVain || null;
  const risk = mayAccept && (
    <p>
      <Button onClick={() => showRisk(true)}>Accept the risk</Button>
      <span className="cap block pt-1">A signature: the consumer goes on with this version.</span>
    </p>
  );
  return (
    <Section title={notice.isMine ? 'Your answer' : 'Write down an answer'}>
      <div className="pt-3">
        {askedInVain}
        {mayAnswer && notice.switch ? (
          <SwitchAnswerForm
            key={notice.state}
            notice={notice}
            planned={notice.switch}
            busy={answer.isPending}
            error={answer.error}
            mustComment={!notice.isMine}
            onAnswer={(given) => answer.mutate(given)}
          />
        ) : mayAnswer ? (
          <AnswerForm
            key={notice.state}
            notice={notice}
            busy={answer.isPending}
            error={answer.error}
            mustComment={!notice.isMine}
            more={risk}
            onAnswer={(given) => answer.mutate(given)}
          />
        ) : (
          risk
        )}
      </div>
      {sheet === 'risk' && mayAccept && <RiskSheet notice={notice} onClose={() => showRisk(false)} />}
    </Section>
  );
}

function Notice({ notice }: { notice: NoticeDetail }) {
  const isInside = isInsider(useMe(), notice.model.key);
  return (
    <>
      <title>{`${headOf(notice)} · Countersign`}</title>
      <PageTitle
        first
        title={headOf(notice)}
        beside={
          <>
            {notice.standing && <StandingTag standing={notice.standing} />}{' '}
            {notice.recallId && isInside ? (
              <Link to="/recalls/$recall" params={{ recall: notice.recallId }}>
                Open the recall
              </Link>
            ) : (
              <Link to="/m/$model/v/$version" params={{ model: notice.model.key, version: notice.label }}>
                Open the version
              </Link>
            )}
          </>
        }
      />
      <Section first title="Notice">
        <ToldFacts notice={notice} />
        {notice.ended && <p className="soft">Nothing more is asked: {whyWord[notice.ended.why]}.</p>}
      </Section>
      <Answers notice={notice} />
      {notice.extract && <ExtractSection notice={notice} extract={notice.extract} />}
      <Section title="What happened" count={notice.steps.length}>
        <Table
          label="What happened"
          top
          rows={notice.steps}
          keyOf={({ id }) => id}
          columns={columns}
          second={(step) => (
            <>
              {basisWord[step.basis]}, {step.person?.name ?? step.address ?? 'Countersign'},{' '}
              <When at={step.at} /> {detailOf(step)}
            </>
          )}
        />
      </Section>
      <Section
        title="Sent to"
        count={notice.recipients.length}
        right={notice.mayWriteDown && isRemindable(notice) && <RemindButton notice={notice} />}
      >
        <Table
          label="Addresses"
          rows={notice.recipients}
          keyOf={({ address }) => address}
          columns={recipientColumns}
          second={({ problem }) => problem ?? ''}
          empty={<Empty title="There is no address to send it to." />}
        />
      </Section>
    </>
  );
}

export function NoticePage() {
  const { notice } = route.useParams();
  const query = useQuery(noticeQuery(notice));
  return (
    <Await
      whole
      query={query}
      loading={
        <div className="page" aria-busy="true">
          <PageTitle first title="Notice" beside="reading what was told" />
          <Section first title="Notice">
            <TableLoading columns={columns} rows={6} />
          </Section>
        </div>
      }
    >
      {(found) => (
        <div className="page">
          <Notice notice={found} />
        </div>
      )}
    </Await>
  );
}
