import type { LedgerEvent, SubscriptionDelivery } from '@countersign/contracts';
import { slotsOf } from '../schedule/slots.ts';
import type { Tx } from '../tx.ts';
import { quietEnd } from './quiet-hours.ts';
import type { SubscriberRecord } from './subscriber-row.ts';

/** What stops a version: it may be told in quiet hours too. */
const stops: ReadonlySet<LedgerEvent> = new Set<LedgerEvent>(['version.marked-blocked']);
/** Between two mails to one person, so that what comes thick and fast is one mail. */
const spacingMs = 60_000;

/** When mail to one person is due, by how they are told. */
export interface Due {
  at(told: { readonly delivery: SubscriptionDelivery; readonly event: LedgerEvent }): Date | null;
}

export async function dueFor(db: Pick<Tx, 'query'>, settings: SubscriberRecord, now: Date): Promise<Due> {
  const { zone, digestHour: hour, mailedAt } = settings;
  const quietUntil = await quietEnd(db, settings, now);
  const daily = await slotsOf(db, { cadence: 'daily', hour, zone }, now);
  const weekly = await slotsOf(db, { cadence: 'weekly', hour, zone }, now);
  const spaced = new Date(Math.max(now.getTime(), (mailedAt?.getTime() ?? 0) + spacingMs));
  return {
    at({ delivery, event }) {
      switch (delivery) {
        case 'immediate':
          if (stops.has(event) && (settings.wakeForStops || quietUntil === null)) return now;
          return quietUntil ?? spaced;
        case 'daily':
          return daily.next;
        case 'weekly':
          return weekly.next;
        case 'portal':
          return null;
      }
    },
  };
}
