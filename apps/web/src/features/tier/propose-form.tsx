import type { TierPage } from '@countersign/contracts';
import { type TierAnswers, type TierQuestion, tierOf } from '@countersign/lifecycle';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Section, TextArea } from '../../controls/index.ts';
import { tierWord } from '../../marks/index.ts';
import { Question } from './question.tsx';
import { questions } from './words.ts';

type Given = Partial<TierAnswers>;

const isWhole = (given: Given): given is TierAnswers => questions.every((question) => given[question]);

function finding(given: Given): string {
  const missing = questions.filter((question) => !given[question]).length;
  if (!isWhole(given)) return `${missing} of ${questions.length} questions are still to be answered.`;
  const { tier, points, raisedBy } = tierOf(given);
  const why = raisedBy.length > 0 ? `, raised by ${raisedBy.join(' and ')}` : '';
  return `Tier ${tierWord[tier].toLowerCase()}: ${points} points${why}.`;
}

/** The owner's questionnaire, beginning from the answers of today; the tier is computed while they are given. */
export function ProposeForm({ page }: { page: TierPage }) {
  const [given, setGiven] = useState<Given>((page.open ?? page.current)?.answers ?? {});
  const [reason, setReason] = useState('');
  const propose = useCommand(
    (answers: TierAnswers) =>
      api.tier.propose.mutate({ model: page.model.key, answers, reason: reason.trim() }),
    () => setReason(''),
  );
  const answer = (question: TierQuestion, value: string) =>
    setGiven((before) => ({ ...before, [question]: value }));
  const ready = isWhole(given) && reason.trim() !== '';
  return (
    <Section title={page.current || page.open ? 'Propose anew' : 'Answer the questionnaire'}>
      <form
        className="form pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole(given) && ready && !propose.isPending) propose.mutate(given);
        }}
      >
        {questions.map((question) => (
          <Question
            key={question}
            question={question}
            value={given[question]}
            onChange={(value) => answer(question, value)}
          />
        ))}
        <TextArea
          label="Why these answers, becomes part of the record"
          maxLength={5_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <p role="status">
          <b>{finding(given)}</b>
        </p>
        {propose.error && <ProblemNote title="Nothing was proposed" problem={problemOf(propose.error)} />}
        <div>
          <Button kind="main" submit busy={propose.isPending} off={!ready}>
            Propose this tier
          </Button>
        </div>
      </form>
    </Section>
  );
}
