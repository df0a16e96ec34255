import { subscriptionDeliveries } from '@countersign/contracts';
import type { Tx } from '../tx.ts';
import { dueFor } from './due-at.ts';
import { readMatched } from './matched.ts';
import type { SubscriberRecord } from './subscriber-row.ts';

/** More than this waits for nobody; what lies beyond is judged when it is due. */
const most = 10_000;

/** After somebody chose anew: what waits to be mailed is due as it would be if it happened now; what is not followed any more waits no more. */
export async function moveWaiting(tx: Tx, personId: string, settings: SubscriberRecord): Promise<void> {
  const waiting = await tx.query<{ number: string }>(
    'SELECT number FROM followed_entry WHERE person_id = $1 AND due_at > $2 ORDER BY number LIMIT $3',
    [personId, tx.at, most],
  );
  if (waiting.rows.length === 0) return;
  const numbers = waiting.rows.map(({ number }) => number);
  const matched = await readMatched(tx, 's.person_id = $4 AND n.number = ANY ($5::bigint[])', [
    personId,
    numbers,
  ]);
  const chosen = new Map(
    matched.map(({ number, event, rank }) => [
      number,
      { event, delivery: subscriptionDeliveries[rank - 1]! },
    ]),
  );
  const due = await dueFor(tx, settings, tx.at);
  const moved = numbers.map((number) => {
    const told = chosen.get(number);
    return { number, delivery: told?.delivery ?? 'portal', dueAt: told ? due.at(told) : null };
  });
  await tx.query(
    `UPDATE followed_entry f SET delivery = w.delivery, due_at = w.due_at
     FROM unnest($2::bigint[], $3::text[], $4::timestamptz[]) AS w (number, delivery, due_at)
     WHERE f.person_id = $1 AND f.number = w.number`,
    [personId, numbers, moved.map(({ delivery }) => delivery), moved.map(({ dueAt }) => dueAt)],
  );
}
