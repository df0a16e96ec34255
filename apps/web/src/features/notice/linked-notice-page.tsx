import type { LinkedNotice } from '@countersign/contracts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { BrandMark } from '../../app/brand.tsx';
import { problemOf } from '../../app/problem.ts';
import { Await, ProblemNote } from '../../controls/index.ts';
import { dayText, StandingTag } from '../../marks/index.ts';
import { type Answer, AnswerForm } from './answer-form.tsx';
import { ToldFacts } from './told.tsx';
import { headOf, isOver, whyWord } from './words.ts';
import '../../app/door.css';
import './notice.css';

/** Behind `#`: browsers send it to no server, so the secret stands in no log on its way here. */
const secretInAddress = (): string => location.hash.slice(1);

const thanks = ({ answer, until }: Answer): string =>
  answer === 'migrated'
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
          <p className="soft">{thanks(answer.variables)}</p>
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
        !answer.isSuccess && (
          <AnswerForm
            notice={now}
            busy={answer.isPending}
            error={answer.error}
            onAnswer={(given) => answer.mutate(given)}
          />
        )
      )}
      <p className="cap">
        An answer here counts as claimed by whoever reads <span className="break-all">{notice.address}</span>.
        Accepting the risk of going on takes a signature, and so an account:{' '}
        <a href={`../notices/${notice.id}`}>the notice in the portal</a>.
      </p>
    </>
  );
}

/** Where the link in a mail leads, without an account: opening it says nothing, its buttons do. */
export function LinkedNoticePage() {
  const [secret] = useState(secretInAddress);
  const query = useQuery({
    queryKey: ['link', secret],
    queryFn: () => api.notice.openLink.mutate({ secret: secret || 'none' }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  return (
    <main className="door notice-door" id="content">
      <title>A notice · Countersign</title>
      <p className="brand">
        <BrandMark />
        Countersign
      </p>
      {query.error ? (
        <ProblemNote whole title="This link does not work" problem={problemOf(query.error)} />
      ) : (
        <Await query={query} loading={<div className="door-wait" aria-busy="true" />}>
          {(notice) => <Linked notice={notice} secret={secret} />}
        </Await>
      )}
    </main>
  );
}
