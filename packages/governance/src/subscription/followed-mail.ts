import type { SubscriptionDelivery } from '@countersign/contracts';
import type { ToldEntry } from '../ledger/tell-entries.ts';
import type { MailPart } from '../mail/mail-text.ts';
import { type Mail, subscriptionKind } from '../mail/send-mail.ts';

/** What one mail tells, in the order of the entries. */
export interface Telling {
  /** Entries by their model; null: of no model. */
  readonly groups: readonly {
    readonly model: string | null;
    readonly told: readonly ToldEntry[];
    readonly more: number;
  }[];
  readonly count: number;
  readonly deliveries: ReadonlySet<SubscriptionDelivery>;
  /** Whether it waited for the end of quiet hours. */
  readonly wasHeld: boolean;
}

const timeIn = (zone: string): ((at: string) => string) => {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => format.format(new Date(at));
};

const counted = (count: number): string =>
  `${count.toLocaleString('en')} ${count === 1 ? 'event' : 'events'}`;
const modelText = (model: string | null): string => model ?? 'Of no single model';

function digestWord(deliveries: ReadonlySet<SubscriptionDelivery>): string | null {
  if (deliveries.has('weekly')) return deliveries.has('daily') ? 'Daily and weekly digest' : 'Weekly digest';
  return deliveries.has('daily') ? 'Daily digest' : null;
}

function subjectOf({ groups, count, deliveries }: Telling): string {
  const digest = digestWord(deliveries);
  const [first] = groups;
  if (digest === null && count === 1 && first) return first.told[0]!.sentence;
  const models = groups.filter(({ model }) => model !== null);
  const where = [
    ...(models.length > 0 ? [models.length === 1 ? models[0]!.model : `${models.length} models`] : []),
    ...(models.length < groups.length ? ['the portal'] : []),
  ].join(' and ');
  return `${digest === null ? '' : `${digest}: `}${counted(count)} on ${where}`;
}

/** One mail, in plain text and HTML alike: each event a line with its link, by model. No link of it does anything by itself. */
export function followedMail(url: string, zone: string, telling: Telling): Omit<Mail, 'to'> {
  const when = timeIn(zone);
  const parts: MailPart[] = [];
  if (telling.wasHeld) parts.push('Held back until the end of your quiet hours.');
  for (const { model, told, more } of telling.groups) {
    parts.push({ heading: modelText(model) });
    for (const { row, sentence, link } of told) parts.push({ label: `${when(row.at)}. ${sentence}`, link });
    if (more > 0) parts.push(`And ${counted(more)} more, in the portal.`);
    if (model !== null)
      parts.push({ label: `All that you follow of ${model}`, link: `${url}/following?model=${model}` });
  }
  parts.push(`Times are those of ${zone}. You are told this because you follow it.`, {
    label: 'Manage what you follow',
    link: `${url}/settings/subscriptions`,
  });
  return { kind: subscriptionKind, subject: subjectOf(telling), parts };
}
