import type { NoticeRow, ToldSwitch } from '@countersign/contracts';
import { dayText } from '../../marks/index.ts';
import { type Answer, AnswerFields, type Answering, dayMs, dayOf } from './answer-fields.tsx';

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
  planned: { from, notBefore, pinsUntil, ended },
  ...answering
}: Answering & { notice: NoticeRow; planned: ToldSwitch }) {
  // The last whole day that lies before the end.
  const last = pinsUntil ? dayOf(Date.parse(pinsUntil) - dayMs) : '';
  return (
    <AnswerFields
      {...answering}
      word="A word about it"
      hint={ended ? undefined : 'Asked for where you object: whoever goes live reads it.'}
      plain={[
        ...(notice.state === 'acknowledged'
          ? []
          : [
              {
                answer: 'acknowledged',
                label: ended ? `Let ${from} go` : 'We are ready',
                isMain: true,
              } as const,
            ]),
        ...(ended || notice.state === 'objected'
          ? []
          : [{ answer: 'objected', label: 'We object', takesWord: true } as const]),
      ]}
      until={
        ended || !pinsUntil
          ? null
          : {
              answer: 'pinned',
              label: `Have ${from} answer us until`,
              verb: `Keep ${from}`,
              first: last,
              min: dayOf(Date.parse(notBefore) + dayMs),
              max: last,
            }
      }
    />
  );
}
