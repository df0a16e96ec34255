import type { AnswerNotice } from '@countersign/contracts';
import { type ReactNode, useState } from 'react';
import { problemOf } from '../../app/problem.ts';
import { Button, ProblemNote, TextArea, TextField } from '../../controls/index.ts';
import { dayText, instantOfDay } from '../../marks/index.ts';

export type Answer = Omit<AnswerNotice, 'noticeId'>;

export const dayMs = 86_400_000;
/** The day of an instant in milliseconds, in UTC, as a date field takes it. */
export const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** What every form of answers is given by the page that it stands on. */
export interface Answering {
  readonly busy: boolean;
  readonly error: unknown;
  /** Of whoever writes down what a consumer said otherwise. */
  readonly mustComment?: boolean;
  readonly onAnswer: (answer: Answer) => void;
}

/** An answer in one click. */
interface Plain {
  readonly answer: Answer['answer'];
  readonly label: string;
  readonly isMain?: boolean;
  /** Given with a word alone. */
  readonly takesWord?: boolean;
}

/** An answer that names a day, which counts to its last second. */
interface Until {
  readonly answer: Answer['answer'];
  readonly label: string;
  readonly verb: string;
  readonly first: string;
  readonly min?: string;
  readonly max?: string;
}

/** A word, the answers that go with it, each one click, and one that names a day; `more` stands beside them. */
export function AnswerFields({
  word,
  hint,
  plain,
  until,
  more,
  busy,
  error,
  mustComment = false,
  onAnswer,
}: Answering & {
  word: string;
  hint?: string;
  plain: readonly Plain[];
  until: Until | null;
  more?: ReactNode;
}) {
  const [comment, setComment] = useState('');
  const [day, setDay] = useState(until?.first ?? '');
  const said = comment.trim();
  const off = mustComment && said === '';
  const give = (answer: Answer) => onAnswer({ ...answer, ...(said ? { comment: said } : {}) });
  return (
    <div className="notice-answers">
      <TextArea
        label={mustComment ? 'How the consumer told you' : word}
        hint={hint}
        required={mustComment}
        rows={2}
        maxLength={5_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <div className="steps">
        {plain.map(({ answer, label, isMain, takesWord }) => (
          <Button
            key={answer}
            kind={isMain ? 'main' : 'plain'}
            busy={busy}
            off={off || (takesWord && said === '')}
            onClick={() => give({ answer })}
          >
            {label}
          </Button>
        ))}
      </div>
      {until && (
        <div className="notice-time">
          <TextField
            label={until.label}
            type="date"
            min={until.min}
            max={until.max}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          <Button
            busy={busy}
            off={off || day === ''}
            onClick={() => give({ answer: until.answer, until: instantOfDay(day, '23:59:59') })}
          >
            {until.verb}
            {day && ` until ${dayText(`${day}T12:00:00Z`)}`}
          </Button>
        </div>
      )}
      {more}
      {error ? <ProblemNote title="The answer was not taken" problem={problemOf(error)} /> : null}
    </div>
  );
}
