import type { MailPart } from '../mail/mail-text.ts';
import type { Mail } from '../mail/send-mail.ts';
import type { NoticeStored } from './find-notice.ts';
import { offMail, switchMail } from './switch-mail.ts';

/** Why it is sent now: raised, more was told of the recall, the consumer has not moved yet, its predictions were re-scored, or what was announced is off. */
export type Purpose = 'raised' | 'more' | 'reminder' | 'rescored' | 'ended';

/** Mails about notices hold a link that answers without an account: their text is forgotten once they left. */
export const noticeMailKind = 'notice';

const day = (instant: string | Date): string => {
  const text = typeof instant === 'string' ? instant : instant.toISOString();
  return `${text.slice(0, 16).replace('T', ' ')} UTC`;
};

const prefix: Readonly<Record<Purpose, string>> = {
  raised: '',
  more: 'Update: ',
  reminder: 'Reminder: ',
  rescored: 'Re-scored: ',
  ended: '',
};

function headOf(notice: NoticeStored): { subject: string; sentence: string } {
  const what = `${notice.model.key} ${notice.label}`;
  const further = notice.versions > 1 ? ` and ${notice.versions - 1} before it` : '';
  const whose = `You are told because ${notice.consumer.name} (${notice.consumer.key}) uses it.`;
  if (notice.kind === 'deprecation')
    return {
      subject: `${what} is deprecated`,
      sentence: `Version ${notice.label} of ${notice.model.name} is deprecated${notice.sunset_at ? ` and ends on ${day(notice.sunset_at)}` : ''}. ${whose}`,
    };
  return notice.standing === 'blocked'
    ? {
        subject: `Do not use ${what}${further}`,
        sentence: `Version ${notice.label}${further} of ${notice.model.name} must not be used any more (severity ${notice.severity}). Where this portal serves it, it answers no more. ${whose}`,
      }
    : {
        subject: `Advisory on ${what}${further}`,
        sentence: `There is an advisory on version ${notice.label}${further} of ${notice.model.name} (severity ${notice.severity}). It still answers. ${whose}`,
      };
}

const whereTo = ({ replacement, fallback, kind }: NoticeStored): string =>
  replacement
    ? `Move to version ${replacement}.${fallback ? ` Until then: ${fallback}` : ''}`
    : fallback
      ? `There is no fixed version yet. Until there is: ${fallback}`
      : kind === 'recall'
        ? 'There is no fixed version yet. You are told again as soon as there is more to tell.'
        : 'No version is named that follows it.';

/** What was found of the consumer's own predictions; the file itself is behind the links. */
function rescoredParts({ extract, label }: NoticeStored): MailPart[] {
  if (!extract) return [];
  const { rows, flipped, fixed } = extract;
  const found = `${flipped === 0 ? 'none' : flipped} would have been answered otherwise`;
  return [
    `What ${label} answered you was executed again on ${fixed}: of ${rows} ${rows === 1 ? 'prediction' : 'predictions'} ${found}. Each of them, with both answers, is behind the links below as a CSV file.`,
  ];
}

/** One consumer's copy, for one of its addresses. */
export function noticeMail(
  notice: NoticeStored,
  purpose: Purpose,
  { url, secret }: { readonly url: string; readonly secret: string },
): Omit<Mail, 'to'> {
  const answer = `${url}/notice#${secret}`;
  const last: MailPart[] = [
    { label: 'The notice in the portal', link: `${url}/notices/${notice.id}` },
    'The first link is for this notice and this mailbox alone. Do not pass it on.',
  ];
  if (notice.switch) {
    if (purpose === 'ended') return { kind: noticeMailKind, ...offMail(notice, notice.switch, url) };
    const { subject, parts, link } = switchMail(notice, notice.switch);
    const again = purpose === 'reminder' ? ['You were told of this before, and have said nothing yet.'] : [];
    return {
      kind: noticeMailKind,
      subject: `${prefix[purpose]}${subject}`,
      parts: [...again, ...parts, { label: link, link: answer }, ...last],
    };
  }
  const { subject, sentence } = headOf(notice);
  const why = notice.reason ?? notice.deprecated_because;
  const parts: MailPart[] = [
    ...(purpose === 'reminder'
      ? ['You were told of this before, and we do not know yet that you have moved.']
      : purpose === 'more'
        ? ['More is known about what you were told of before.']
        : []),
    ...rescoredParts(notice),
    sentence,
    ...(why ? [`Why: ${why}`] : []),
    ...(notice.affected ? [`Affected inputs: ${notice.affected}`] : []),
    whereTo(notice),
    ...(notice.due_at && notice.kind === 'recall' ? [`Please move by ${day(notice.due_at)}.`] : []),
    'Say where you stand, without an account. Opening the page says nothing; its buttons do:',
    { label: 'I have read it, we have moved, or we need time', link: answer },
    'Whoever has an account finds the same in the portal, and can accept the risk there by signature.',
    ...(notice.kind === 'recall'
      ? [{ label: 'Accept the risk of going on', link: `${url}/notices/${notice.id}?sheet=risk` }]
      : []),
    ...last,
  ];
  return { kind: noticeMailKind, subject: `${prefix[purpose]}${subject}`, parts };
}
