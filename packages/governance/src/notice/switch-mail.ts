import { type SwitchEnd, schemaChangeWord, type ToldSwitch } from '@countersign/contracts';
import type { MailPart } from '../mail/mail-text.ts';
import type { NoticeStored } from './find-notice.ts';

const moment = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;
const mostChanges = 20;

const what = ({ field, before, after, code }: ToldSwitch['breaks'][number]): string => {
  const values = [before, after].some((value) => value !== null)
    ? ` (${before ?? 'none'} → ${after ?? 'none'})`
    : '';
  return `${schemaChangeWord[code]}: ${field}${values}`;
};

/** What breaks for who changes nothing, as far as the schemas say. */
function breaksOf({ verdict, breaks }: ToldSwitch): MailPart[] {
  if (verdict === 'unknown') return ['Whether its inputs and outputs stay the same cannot be said.'];
  if (verdict === 'same') return ['Its inputs and outputs stay the same.'];
  const breaking = breaks.filter((one) => one.breaks !== null);
  if (breaking.length === 0)
    return ['Its inputs and outputs change, but nothing breaks for who goes on as before.'];
  const more = breaking.length - mostChanges;
  return [
    'This breaks for who goes on as before:',
    {
      code: [...breaking.slice(0, mostChanges).map(what), ...(more > 0 ? [`and ${more} more`] : [])].join(
        '\n',
      ),
    },
  ];
}

const flips = ({ basis, tolerance, unit }: NonNullable<ToldSwitch['rescored']>): string =>
  basis === 'number'
    ? `would have moved by more than ${tolerance ?? 0}${unit ? ` ${unit}` : ''}`
    : basis === 'decision'
      ? 'would have been another decision'
      : 'would have been another label';

/** What the new version would have answered to the consumer's own recent calls. */
export function rescoredSentence({ rescored, notRescored }: ToldSwitch): string {
  if (notRescored) return `Your recent calls were not tried on it: ${notRescored}`;
  if (!rescored) return 'Your recent calls were not tried on it.';
  const { state, rows, flipped, from, to } = rescored;
  if (state !== 'done' || rows === null)
    return state === 'failed' || state === 'cancelled'
      ? 'Your recent calls could not be tried on it.'
      : 'Your recent calls are being tried on it; the notice shows what comes of it.';
  if (rows === 0) return `You made no calls from ${from} to ${to} that could be tried on it.`;
  return `Your ${rows === 1 ? 'call' : `${rows} calls`} from ${from} to ${to} were tried on it: ${flipped === 0 ? 'none' : `${flipped}`} ${flips(rescored)}. The notice has all of them.`;
}

const whyOff: Readonly<Record<SwitchEnd, string>> = {
  switched: '',
  withdrawn: 'The announcement was withdrawn.',
  overtaken: 'Another version came to serve there meanwhile.',
  deprecated: 'The new version is deprecated.',
};

/** The mail about a switch, beside what every notice says. */
export function switchMail(
  notice: NoticeStored,
  planned: ToldSwitch,
): { readonly subject: string; readonly parts: readonly MailPart[]; readonly link: string } {
  const { label, model, consumer } = notice;
  const { from, environment, notBefore, pinsUntil } = planned;
  return {
    subject: `${model.key} changes from ${from} to ${label}`,
    parts: [
      `${model.name} is about to change from version ${from} to ${label} in ${environment}, on ${moment(notBefore)} or later. You are told because ${consumer.name} (${consumer.key}) uses it.`,
      ...(notice.reason ? [`Why: ${notice.reason}`] : []),
      ...breaksOf(planned),
      rescoredSentence(planned),
      pinsUntil
        ? `You may object, or have ${from} answer you until a date, ${moment(pinsUntil)} at the latest. Who says nothing is answered by ${label} from the switch on.`
        : `You may object. Who says nothing is answered by ${label} from the switch on.`,
      'Say where you stand, without an account. Opening the page says nothing; its buttons do:',
    ],
    link: pinsUntil
      ? `We are ready, we object, or we keep ${from} for a while`
      : 'We are ready, or we object',
  };
}

/** What was announced does not come; nothing is asked of anybody. */
export function offMail(
  { id, label, model, consumer }: NoticeStored,
  { from, environment, ended }: ToldSwitch,
  url: string,
): { readonly subject: string; readonly parts: readonly MailPart[] } {
  return {
    subject: `${model.key} does not change to ${label} for now`,
    parts: [
      `You were told that ${model.name} was about to change from version ${from} to ${label} in ${environment}, because ${consumer.name} (${consumer.key}) uses it. ${whyOff[ended?.why ?? 'withdrawn']}`,
      'You have nothing to do. Where the change is announced anew, you are told anew.',
      { label: 'The notice in the portal', link: `${url}/notices/${id}` },
    ],
  };
}
