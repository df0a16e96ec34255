import type { webhookStops } from '@countersign/contracts';
import { change } from '../change.ts';
import { type House, systemActor } from '../context.ts';
import { sendMail } from '../mail/send-mail.ts';
import type { WebhookRecord } from './webhook-row.ts';

type Stop = (typeof webhookStops)[number];

const sentences: Readonly<Record<Stop, string>> = {
  gone: 'Its receiver answered that it is gone (410).',
  dead: 'Its receiver took nothing for three days.',
  'no-access': 'You may see nothing of what it asks for any more.',
};

/** Turns a webhook off and tells its person. What was numbered since waits, should it be resumed. */
export async function disableWebhook(house: House, webhook: WebhookRecord, stop: Stop): Promise<void> {
  const ctx = { ...house, actor: systemActor('webhooks') };
  const stopped = await house.pool.query("SELECT FROM webhook WHERE id = $1 AND state = 'active'", [
    webhook.id,
  ]);
  if (!stopped.rowCount) return;
  await change(ctx, async (tx) => {
    await tx.query("UPDATE webhook SET state = 'disabled', state_reason = $2, state_at = $3 WHERE id = $1", [
      webhook.id,
      stop,
      tx.at,
    ]);
    await tx.query(
      `UPDATE webhook_delivery SET state = 'failed' WHERE webhook_id = $1 AND state = 'waiting'`,
      [webhook.id],
    );
    const { rows } = await tx.query<{ email: string; active: boolean }>(
      'SELECT email, active FROM person WHERE id = $1',
      [webhook.person_id],
    );
    if (rows[0]?.active)
      await sendMail(house, tx, {
        kind: 'webhook',
        to: rows[0].email,
        subject: `The webhook ${webhook.name} was turned off`,
        parts: [
          `${sentences[stop]} The webhook ${webhook.name} (${webhook.shown_url}) sends nothing until you resume it. What was numbered since then waits.`,
          { label: 'Open the webhook', link: `${house.url}/develop/webhooks/${webhook.id}` },
        ],
      });
    return {
      result: undefined,
      events: [{ event: 'webhook.disabled', subject: { kind: 'webhook', id: webhook.id }, data: { stop } }],
    };
  });
}
