import type { SubscriptionDelivery } from '@countersign/contracts';
import { findOpened } from '../authority/read-scope.ts';
import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';
import { writeOperational } from '../write-operational.ts';
import { type Due, dueFor } from './due-at.ts';
import { deliveryOf, type Matched, readMatched } from './matched.ts';
import { readSubscribers } from './subscriber-row.ts';

/** Numbers that are looked through at a time. */
const window = 200;

/**
 * Looks through the next entries for whoever follows them, once for everybody, and moves on in the same transaction: an
 * entry is noted for all of its followers or is looked at again. Returns whether there may be more.
 */
export async function matchEntries(house: House): Promise<boolean> {
  const behind = await house.pool.query(
    'SELECT FROM subscription_cursor WHERE position < (SELECT max(number) FROM ledger_number)',
  );
  if (!behind.rowCount) return false;
  return writeOperational(house, async (tx) => {
    const found = await tx.query<{ position: string; first: string | null; head: string }>(
      `SELECT position, (SELECT min(after) FROM subscription) AS first, (SELECT max(number) FROM ledger_number) AS head
       FROM subscription_cursor FOR UPDATE SKIP LOCKED`,
    );
    if (!found.rows[0]) return false;
    const [position, head] = [Number(found.rows[0].position), Number(found.rows[0].head)];
    const from = Math.max(position, Number(found.rows[0].first ?? head));
    const through = Math.min(from + window, head);
    if (through > from)
      await note(house, tx, await readMatched(tx, 'n.number > $4 AND n.number <= $5', [from, through]));
    await tx.query('UPDATE subscription_cursor SET position = $1', [Math.max(through, position)]);
    return through < head;
  });
}

interface Noted extends Matched {
  readonly delivery: SubscriptionDelivery;
}

async function note(house: House, tx: Tx, matched: readonly Matched[]): Promise<void> {
  const opened = await findOpened(house, [...new Set(matched.map(({ person_id }) => person_id))]);
  const noted: Noted[] = matched.flatMap((one) => {
    const delivery = deliveryOf(opened.get(one.person_id), one);
    return delivery ? [{ ...one, delivery }] : [];
  });
  if (noted.length === 0) return;
  const due = await dueOfEach(house, tx, noted);
  await tx.query(
    `INSERT INTO followed_entry (person_id, number, delivery, made_at, due_at)
     SELECT person_id, number, delivery, $4, due_at
     FROM unnest($1::uuid[], $2::bigint[], $3::text[], $5::timestamptz[]) AS f (person_id, number, delivery, due_at)
     ON CONFLICT DO NOTHING`,
    [
      noted.map(({ person_id }) => person_id),
      noted.map(({ number }) => number),
      noted.map(({ delivery }) => delivery),
      tx.at,
      noted.map((one) => due.get(one.person_id)?.at(one) ?? null),
    ],
  );
}

/** Without a mail server nothing is ever due. */
async function dueOfEach(house: House, tx: Tx, noted: readonly Noted[]): Promise<ReadonlyMap<string, Due>> {
  const due = new Map<string, Due>();
  if (!house.mailer) return due;
  const mailed = noted.filter(({ delivery }) => delivery !== 'portal').map(({ person_id }) => person_id);
  for (const [personId, settings] of await readSubscribers(tx, [...new Set(mailed)]))
    due.set(personId, await dueFor(tx, settings, tx.at));
  return due;
}
