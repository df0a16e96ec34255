import { type House, systemActor } from '../context.ts';
import { keepLooking, type Looking } from '../keep-looking.ts';
import { sendWebhook } from './send-webhook.ts';

const lookMs = 500;
const retryMs = 5_000;
/** Turns at once: a receiver that is slow has one of them, and its next turn comes after everybody else's. */
const mostAtOnce = 32;

/** Webhooks that have something to send or to look through, the longest waiting first. */
async function readDue({ pool, clock }: House, busy: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT c.webhook_id AS id FROM webhook_cursor c JOIN webhook w ON w.id = c.webhook_id
     WHERE w.state = 'active' AND w.removed_at IS NULL AND (c.next_at IS NULL OR c.next_at <= $1)
       AND (c.leased_until IS NULL OR c.leased_until < clock_timestamp())
       AND c.position < (SELECT max(number) FROM ledger_number) AND NOT (c.webhook_id = ANY ($2::uuid[]))
     ORDER BY coalesce(c.next_at, '-infinity'), c.position LIMIT $3`,
    [clock(), busy, mostAtOnce],
  );
  return rows.map(({ id }) => id);
}

/**
 * Sends what is numbered to whoever asked for it, until `stop`, which waits for the turns under way. Several processes may
 * do so at once. An entry is its own outbox: it committed with its change, so no message can be lost before it is sent.
 */
export function startWebhooks(house: House): { stop(): Promise<void> } {
  const ctx = { ...house, actor: systemActor('webhooks') };
  const turns = new Map<string, Promise<void>>();
  const turn = async (id: string, { pause }: Looking) => {
    try {
      await sendWebhook(ctx, id);
    } catch (error) {
      house.log.warn({ webhookId: id, err: error }, 'a webhook could not be sent; it is tried again');
      await pause(retryMs);
    } finally {
      turns.delete(id);
    }
  };
  const looking = keepLooking(house, 'webhooks could not be looked for', async (loop) => {
    for (const id of await readDue(house, [...turns.keys()]))
      if (loop.isOpen() && turns.size < mostAtOnce) turns.set(id, turn(id, loop));
    return lookMs;
  });
  return {
    async stop() {
      await looking.stop();
      await Promise.all(turns.values());
    },
  };
}
