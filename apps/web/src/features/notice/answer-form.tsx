import type { NoticeRow } from '@countersign/contracts';
import type { ReactNode } from 'react';
import { AnswerFields, type Answering, dayMs, dayOf } from './answer-fields.tsx';

const unanswered: readonly NoticeRow['state'][] = [
  'nobody',
  'sent',
  'delivered',
  'undeliverable',
  'reopened',
];

/** The answers to a recall or a deprecation that take no signature; `more` stands beside them. */
export const AnswerForm = ({
  notice,
  more,
  ...answering
}: Answering & { notice: NoticeRow; more?: ReactNode }) => (
  <AnswerFields
    {...answering}
    word="A word about it, if you like"
    plain={[
      { answer: 'migrated', label: 'We have moved', isMain: true },
      ...(unanswered.includes(notice.state)
        ? [{ answer: 'acknowledged', label: 'We have read it' } as const]
        : []),
    ]}
    until={{
      answer: 'time-asked',
      label: 'We need time until',
      verb: 'Ask for time',
      first: dayOf(Date.now() + 7 * dayMs),
    }}
    more={more}
  />
);
