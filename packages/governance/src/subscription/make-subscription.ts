import { limits, type MakeSubscription, Refusal, type SubscriptionRow } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireModelIn, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import type { Tx } from '../tx.ts';
import { writeOperational } from '../write-operational.ts';
import { followerOf, followScope } from './follower-of.ts';
import { holdSubscriber, requireZone, usualZone } from './subscriber-row.ts';
import { readSubscription } from './subscription-row.ts';

/**
 * From the next entry on, its person is told of what it asks for and they may see. Nothing about it is governed: it says
 * what somebody wants to know, as a saved filter does.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_INPUT, CONFLICT where it is followed already or too much is
 */
export async function makeSubscription(ctx: Context, input: MakeSubscription): Promise<SubscriptionRow> {
  const personId = followerOf(ctx);
  const scope = await followScope(ctx);
  const modelId = input.model === null ? null : await findModelId(ctx, input.model);
  if (modelId !== null) requireModelIn(scope, modelId);
  if (input.by !== null) await requireFollowable(ctx, scope, input.by);
  if (input.zone !== undefined) requireZone(input.zone);
  const zone = input.zone ?? (await usualZone(ctx));
  const id = uuidv7();
  await writeOperational(ctx, async (tx) => {
    // Two windows of one person count one after the other.
    await holdSubscriber(tx, personId, zone);
    await refuseSecond(tx, personId, { ...input, modelId });
    await tx.query(
      `INSERT INTO subscription (id, person_id, model_id, by_id, events, delivery, after, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        personId,
        modelId,
        input.by,
        [...new Set(input.events)],
        input.delivery,
        await beginning(tx),
        tx.at,
      ],
    );
  });
  return readSubscription(ctx, personId, id);
}

/** Who is told what a person does may see who there is. @throws Refusal FORBIDDEN, BAD_INPUT */
async function requireFollowable({ pool }: Context, { models }: Scope, personId: string): Promise<void> {
  if (models !== null) throw new Refusal('FORBIDDEN', 'Your roles do not open what people do.');
  const { rowCount } = await pool.query('SELECT FROM person WHERE id = $1', [personId]);
  if (!rowCount) throw new Refusal('BAD_INPUT', 'There is no such person.', { field: 'by' });
}

async function refuseSecond(
  tx: Tx,
  personId: string,
  { modelId, by, delivery }: MakeSubscription & { modelId: string | null },
): Promise<void> {
  const { rows } = await tx.query<{ count: number; again: boolean | null }>(
    `SELECT count(*)::int AS count, bool_or(model_id IS NOT DISTINCT FROM $2 AND by_id IS NOT DISTINCT FROM $3
       AND delivery = $4) AS again FROM subscription WHERE person_id = $1`,
    [personId, modelId, by, delivery],
  );
  const { count, again } = rows[0]!;
  if (again)
    throw new Refusal('CONFLICT', 'You follow this already in this way. Change which events it tells.');
  if (count >= limits.subscriptions)
    throw new Refusal('CONFLICT', `You follow ${limits.subscriptions} things already. Stop one first.`, {
      limit: limits.subscriptions,
    });
}

/**
 * The number after which a subscription begins. The cursor is held until it is committed, so that nobody looks past an entry
 * that it asks for while it cannot be seen yet.
 */
async function beginning(tx: Tx): Promise<number> {
  await tx.query(
    'INSERT INTO subscription_cursor (id, position) SELECT 1, coalesce(max(number), -1) FROM ledger_number ON CONFLICT DO NOTHING',
  );
  await tx.query('SELECT FROM subscription_cursor FOR UPDATE');
  const { rows } = await tx.query<{ head: string }>(
    'SELECT coalesce(max(number), -1) AS head FROM ledger_number',
  );
  return Number(rows[0]!.head);
}
