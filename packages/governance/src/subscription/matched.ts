import {
  eventGroupOf,
  type LedgerEvent,
  ledgerEvents,
  type SubscriptionDelivery,
  subscriptionDeliveries,
} from '@countersign/contracts';
import type { Opened } from '../authority/read-scope.ts';
import { isOpenTo } from '../live/live-entry.ts';
import type { Tx } from '../tx.ts';

/** An entry that somebody asked for, by one subscription or several. */
export interface Matched {
  readonly person_id: string;
  readonly number: string;
  readonly event: LedgerEvent;
  readonly model_id: string | null;
  readonly at: Date;
  /** Place in `subscriptionDeliveries` of the soonest of them, from 1. */
  readonly rank: number;
  /** The same among those that do not name who did it. */
  readonly anybody_rank: number | null;
}

const groups = ledgerEvents.map(eventGroupOf);

/** Entries that somebody asks for now, in their order; `where` has parameters from `$4` on, its `values`. */
export async function readMatched(
  db: Pick<Tx, 'query'>,
  where: string,
  values: readonly unknown[],
): Promise<Matched[]> {
  const { rows } = await db.query<Matched>(
    `SELECT s.person_id, n.number, l.event, l.model_id, l.at, min(array_position($3::text[], s.delivery)) AS rank,
       min(array_position($3::text[], s.delivery)) FILTER (WHERE s.by_id IS NULL) AS anybody_rank
     FROM ledger_number n JOIN ledger_entry l ON l.id = n.entry_id
     JOIN unnest($1::text[], $2::text[]) AS g (event, kind) ON g.event = l.event
     JOIN subscription s ON s.after < n.number AND g.kind = ANY (s.events)
       AND (s.model_id IS NULL OR s.model_id = l.model_id) AND (s.by_id IS NULL OR s.by_id::text = l.actor_id)
     JOIN subscriber b ON b.person_id = s.person_id
     WHERE ${where} AND (l.actor_id <> s.person_id::text OR b.own_deeds OR s.by_id = s.person_id)
     GROUP BY s.person_id, n.number, l.event, l.model_id, l.at ORDER BY n.number`,
    [ledgerEvents, groups, subscriptionDeliveries, ...values],
  );
  return rows;
}

/** How somebody is told of an entry that they asked for; null where they may not see it. Who did what is nothing for consumers. */
export function deliveryOf(opened: Opened | undefined, matched: Matched): SubscriptionDelivery | null {
  const { event, model_id: modelId, at } = matched;
  if (!opened || !isOpenTo(opened, { event, modelId, at })) return null;
  const rank = opened.isConsumer ? matched.anybody_rank : matched.rank;
  return rank === null ? null : subscriptionDeliveries[rank - 1]!;
}
