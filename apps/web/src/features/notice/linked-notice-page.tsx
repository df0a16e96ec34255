import type { LinkedNotice } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { withBase } from '../../app/base-path.ts';
import { LinkPage } from '../../app/link-page.tsx';
import { dayText, StandingTag } from '../../marks/index.ts';
import type { Answer } from './answer-fields.tsx';
import { AnswerForm } from './answer-form.tsx';
import { LinkedExtract } from './extract.tsx';
import { SwitchAnswerForm, switchThanks } from './switch-answer-form.tsx';
import { ToldFacts } from './told.tsx';
import { headOf, isOver, whyWord } from './words.ts';
import './notice.css';

const thanks = ({ answer, until }: Answer, planned: LinkedNotice['switch']): string =>
  planned
    ? switchThanks({ answer, until }, planned)
    : answer === 'migrated'
      ? 'You said that you have moved. Traffic is held against it; if the version is called again, you are told.'
      : answer === 'acknowledged'
        ? 'You said that you have read it. Come back by the same link when you have moved.'
        : `You asked for time${until ? ` until ${dayText(until)}` : ''}. You are not reminded before that.`;

function Linked({ notice, secret }: { notice: LinkedNotice; secret: string }) {
  const answer = useMutation({
    mutationFn: (given: Answer) => api.notice.answerByLink.mutate({ secret, ...given }),
  });
  const now = answer.data && !answer.error ? { ...notice, state: answer.data.state } : notice;
  return (
    <>
      <h1 className="break-words">{headOf(notice)}</h1>
      {notice.standing && (
        <p>
          <StandingTag standing={notice.standing} />
        </p>
      )}
      {answer.isSuccess ? (
        <div role="status">
          <h2>Written down</h2>
          <p className="soft">{thanks(answer.variables, notice.switch)}</p>
        </div>
      ) : (
        <ToldFacts notice={notice} />
      )}
      {isOver(now) ? (
        <p className="soft">
          Nothing more is asked
          {notice.ended ? `: ${whyWord[notice.ended.why]}.` : ': traffic has proven that you moved.'}
        </p>
      ) : (
        !answer.isSuccess &&
        (notice.switch ? (
          <SwitchAnswerForm
            notice={now}
            planned={notice.switch}
            busy={answer.isPending}
            error={answer.error}
            onAnswer={(given) => answer.mutate(given)}
          />
        ) : (
          <AnswerForm
            notice={now}
            busy={answer.isPending}
            error={answer.error}
            onAnswer={(given) => answer.mutate(given)}
          />
        ))
      )}
      {notice.extract && <LinkedExtract secret={secret} extract={notice.extract} />}
      <p className="cap">
        An answer here counts as claimed by whoever reads <span className="break-all">{notice.address}</span>.{' '}
        {notice.switch ? (
          <>
            With an account you find the same in the portal:{' '}
            <a href={withBase(`/notices/${notice.id}`)}>the notice</a>.
          </>
        ) : (
          <>
            Accepting the risk of going on takes a signature, and so an account:{' '}
            <a href={withBase(`/notices/${notice.id}?sheet=risk`)}>the notice in the portal</a>.
          </>
        )}
      </p>
    </>
  );
}

/** One notice for whoever reads the mailbox that it was sent to: its buttons answer. */
export const LinkedNoticePage = () => (
  <LinkPage title="A notice" wide open={(secret) => api.notice.openLink.mutate({ secret })}>
    {(notice, secret) => <Linked notice={notice} secret={secret} />}
  </LinkPage>
);
