import type { AnswerNotice, NoticeRow } from '@countersign/contracts';
import { type ReactNode, useState } from 'react';
import { problemOf } from '../../app/problem.ts';
import { Button, ProblemNote, TextArea, TextField } from '../../controls/index.ts';
import { dayText, instantOfDay } from '../../marks/index.ts';

export type Answer = Omit<AnswerNotice, 'noticeId'>;

const dayMs = 86_400_000;
const inAWeek = (): string => new Date(Date.now() + 7 * dayMs).toISOString().slice(0, 10);
const unanswered: readonly NoticeRow['state'][] = [
  'nobody',
  'sent',
  'delivered',
  'undeliverable',
  'reopened',
];

/** The answers that take no signature, each one click; `more` stands beside them. */
export function AnswerForm({
  notice,
  busy,
  error,
  mustComment = false,
  more,
  onAnswer,
}: {
  notice: NoticeRow;
  busy: boolean;
  error: unknown;
  /** Of whoever writes down what a consumer said otherwise. */
  mustComment?: boolean;
  more?: ReactNode;
  onAnswer: (answer: Answer) => void;
}) {
  const [comment, setComment] = useState('');
  const [day, setDay] = useState(inAWeek);
  const said = comment.trim();
  const off = mustComment && said === '';
  const give = (answer: Answer) => onAnswer({ ...answer, ...(said ? { comment: said } : {}) });
  return (
    <div className="notice-answers">
      <TextArea
        label={mustComment ? 'How the consumer told you' : 'A word about it, if you like'}
        required={mustComment}
        rows={2}
        maxLength={5_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <div className="steps">
        <Button kind="main" busy={busy} off={off} onClick={() => give({ answer: 'migrated' })}>
          We have moved
        </Button>
        {unanswered.includes(notice.state) && (
          <Button busy={busy} off={off} onClick={() => give({ answer: 'acknowledged' })}>
            We have read it
          </Button>
        )}
      </div>
      <div className="notice-time">
        <TextField
          label="We need time until"
          type="date"
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <Button
          busy={busy}
          off={off || day === ''}
          onClick={() => give({ answer: 'time-asked', until: instantOfDay(day, '23:59:59') })}
        >
          Ask for time{day && ` until ${dayText(`${day}T12:00:00Z`)}`}
        </Button>
      </div>
      {more}
      {error ? <ProblemNote title="The answer was not taken" problem={problemOf(error)} /> : null}
    </div>
  );
}
