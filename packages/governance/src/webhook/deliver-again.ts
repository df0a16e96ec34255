import { type Delivery, type DeliveryAddress, Refusal, type WebhookAddress } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import type { Context } from '../context.ts';
import { attempt, recordAttempt } from './attempt.ts';
import { countByHand } from './hand-limit.ts';
import { requireCaller } from './make-webhook.ts';
import { type Message, testMessage } from './message.ts';
import { readDelivery } from './read-delivery.ts';
import { findOwn } from './webhook-row.ts';

/** Sends a message that tells of nothing, now, and says what came of it. @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT, RATE_LIMITED */
export async function testWebhook(ctx: Context, { webhookId }: WebhookAddress): Promise<Delivery> {
  requireSession(ctx.actor);
  const webhook = await findOwn(ctx, webhookId);
  requireCaller(ctx);
  countByHand(ctx, ctx.caller);
  const message = await testMessage(ctx, webhook.form, ctx.clock());
  const outcome = await attempt(ctx, webhook, message);
  await recordAttempt(ctx, { webhookId, number: null, message, outcome });
  return readDelivery(ctx, { webhookId, id: message.id });
}

/** Sends a message again as it was, under the same id, now, whatever waits. @throws Refusal NOT_FOUND, FORBIDDEN, CONFLICT, RATE_LIMITED */
export async function resendDelivery(ctx: Context, { webhookId, id }: DeliveryAddress): Promise<Delivery> {
  requireSession(ctx.actor);
  const webhook = await findOwn(ctx, webhookId);
  requireCaller(ctx);
  const { rows } = await ctx.pool.query<Message & { number: string | null }>(
    'SELECT id, event, body, number FROM webhook_delivery WHERE webhook_id = $1 AND id = $2',
    [webhookId, id],
  );
  const row = rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such delivery.');
  countByHand(ctx, ctx.caller);
  const outcome = await attempt(ctx, webhook, row);
  await recordAttempt(ctx, { webhookId, number: row.number, message: row, outcome });
  return readDelivery(ctx, { webhookId, id });
}
