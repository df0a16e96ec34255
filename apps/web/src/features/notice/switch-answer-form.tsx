import type { NoticeRow, ToldSwitch } from '@countersign/contracts';
import { useState } from 'react';
import { problemOf } from '../../app/problem.ts';
import { Button, ProblemNote, TextArea, TextField } from '../../controls/index.ts';
import { dayText, instantOfDay } from '../../marks/index.ts';
import type { Answer } from './answer-form.tsx';

const dayMs = 86_400_000;
const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

export const switchThanks = (
  { answer, until }: Pick<Answer, 'answer' | 'until'>,
  { from, ended }: ToldSwitch,
): string =>
  answer === 'objected'
    ? 'You objected. Whoever goes live reads why, and has to answer it.'
    : answer === 'pinned'
      ? `${from} goes on answering you${until ? ` until ${dayText(until)}` : ''}. Come back by the same link to let it go earlier.`
      : ended
        ? `${from} answers you no longer.`
        : 'You said that you are ready. Until the switch you may still say something else.';

/** What a consumer says of a switch; the last word counts. After it what was kept can be let go, and nothing else. */
export function SwitchAnswerForm({
  notice,
  planned,
  busy,
  error,
  mustComment = false,
  onAnswer,
}: {
  notice: NoticeRow;
  planned: ToldSwitch;
  busy: boolean;
  error: unknown;
  /** Of whoever writes down what a consumer said otherwise. */
  mustComment?: boolean;
  onAnswer: (answer: Answer) => void;
}) {
  const { from, notBefore, pinsUntil, ended } = planned;
  // The last whole day that lies before the end.
  const last = pinsUntil ? dayOf(Date.parse(pinsUntil) - dayMs) : '';
  const [comment, setComment] = useState('');
  const [day, setDay] = useState(last);
  const said = comment.trim();
  const off = mustComment && said === '';
  const give = (answer: Answer) => onAnswer({ ...answer, ...(said ? { comment: said } : {}) });
  return (
    <div className="notice-answers">
      <TextArea
        label={mustComment ? 'How the consumer told you' : 'A word about it'}
        hint={ended ? undefined : 'Asked for where you object: whoever goes live reads it.'}
        required={mustComment}
        rows={2}
        maxLength={5_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <div className="steps">
        {notice.state !== 'acknowledged' && (
          <Button kind="main" busy={busy} off={off} onClick={() => give({ answer: 'acknowledged' })}>
            {ended ? `Let ${from} go` : 'We are ready'}
          </Button>
        )}
        {!ended && notice.state !== 'objected' && (
          <Button busy={busy} off={said === ''} onClick={() => give({ answer: 'objected' })}>
            We object
          </Button>
        )}
      </div>
      {!ended && pinsUntil && (
        <div className="notice-time">
          <TextField
            label={`Have ${from} answer us until`}
            type="date"
            min={dayOf(Date.parse(notBefore) + dayMs)}
            max={last}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          <Button
            busy={busy}
            off={off || day === ''}
            onClick={() => give({ answer: 'pinned', until: instantOfDay(day, '23:59:59') })}
          >
            Keep {from}
            {day && ` until ${dayText(`${day}T12:00:00Z`)}`}
          </Button>
        </div>
      )}
      {error ? <ProblemNote title="The answer was not taken" problem={problemOf(error)} /> : null}
    </div>
  );
}
