import {
  type ChangeSubscription,
  Refusal,
  type SubscriptionRef,
  type SubscriptionRow,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { followerOf } from './follower-of.ts';
import { moveWaiting } from './move-waiting.ts';
import { holdSubscriber, usualZone } from './subscriber-row.ts';
import { notFollowed, readSubscription } from './subscription-row.ts';

/** Other kinds of events, or another way to be told; for what waits to be mailed too. @throws Refusal FORBIDDEN, NOT_FOUND, CONFLICT */
export async function changeSubscription(ctx: Context, input: ChangeSubscription): Promise<SubscriptionRow> {
  const personId = followerOf(ctx);
  const zone = await usualZone(ctx);
  await writeOperational(ctx, async (tx) => {
    const settings = await holdSubscriber(tx, personId, zone);
    const again = await tx.query(
      `SELECT FROM subscription s JOIN subscription o ON o.person_id = s.person_id AND o.id <> s.id
         AND o.model_id IS NOT DISTINCT FROM s.model_id AND o.by_id IS NOT DISTINCT FROM s.by_id AND o.delivery = $3
       WHERE s.id = $1 AND s.person_id = $2`,
      [input.subscriptionId, personId, input.delivery],
    );
    if (again.rowCount)
      throw new Refusal(
        'CONFLICT',
        'Another subscription tells you of the same in this way. Change that one.',
      );
    const changed = await tx.query(
      'UPDATE subscription SET events = $3, delivery = $4 WHERE id = $1 AND person_id = $2',
      [input.subscriptionId, personId, [...new Set(input.events)], input.delivery],
    );
    if (!changed.rowCount) throw notFollowed();
    await moveWaiting(tx, personId, settings);
  });
  return readSubscription(ctx, personId, input.subscriptionId);
}

/** Nothing more is told by it, nor what waits to be mailed. @throws Refusal FORBIDDEN, NOT_FOUND */
export async function removeSubscription(ctx: Context, { subscriptionId }: SubscriptionRef): Promise<void> {
  const personId = followerOf(ctx);
  const zone = await usualZone(ctx);
  await writeOperational(ctx, async (tx) => {
    const settings = await holdSubscriber(tx, personId, zone);
    const removed = await tx.query('DELETE FROM subscription WHERE id = $1 AND person_id = $2', [
      subscriptionId,
      personId,
    ]);
    if (!removed.rowCount) throw notFollowed();
    await moveWaiting(tx, personId, settings);
  });
}
