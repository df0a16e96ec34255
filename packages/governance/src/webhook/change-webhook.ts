import {
  type ChangeWebhook,
  type Receipt,
  Refusal,
  type ResumeWebhook,
  type WebhookAddress,
  type WebhookMade,
} from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { hostsAllowed } from './host-list.ts';
import { insertSecret, modelIdsOf, newSecret, requireCaller, webhookScope } from './make-webhook.ts';
import { requireOwn, shownUrl, urlPurpose, type WebhookRecord } from './webhook-row.ts';

/** How long a secret that was replaced goes on signing beside the new one. */
const overlapMs = 24 * 3_600_000;

type Told = Pick<LedgerEventInput, 'event' | 'data' | 'records'>;

async function onOwn(
  ctx: Context,
  command: string,
  webhookId: string,
  work: (tx: Tx, row: WebhookRecord) => Promise<Told>,
): Promise<Receipt> {
  const subject = { kind: 'webhook', id: webhookId } as const;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      const told = await work(tx, await requireOwn(tx, ctx, webhookId));
      return { result: undefined, events: [{ ...told, subject }] };
    },
    { attempt: { command, subject } },
  );
  return receipt;
}

/** What it asks for, its name, or where it goes. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function changeWebhook(ctx: Context, input: ChangeWebhook): Promise<Receipt> {
  const scope = await webhookScope(ctx);
  const url = input.url === undefined ? null : await requireCaller(ctx).check(input.url, hostsAllowed(ctx));
  return onOwn(ctx, 'change-webhook', input.webhookId, async (tx, row) => {
    const modelIds = await modelIdsOf(tx, scope, input.models);
    const events = [...new Set(input.events)];
    await tx.query('UPDATE webhook SET name = $2, model_ids = $3, events = $4 WHERE id = $1', [
      row.id,
      input.name,
      modelIds,
      events,
    ]);
    if (url) {
      const { sealed, keyName } = ctx.keyring.seal(Buffer.from(url.href), urlPurpose);
      await tx.query('UPDATE webhook SET sealed_url = $2, sealed_with = $3, shown_url = $4 WHERE id = $1', [
        row.id,
        sealed,
        keyName,
        shownUrl(row.form, url),
      ]);
      // The new address is tried at once.
      await tx.query('UPDATE webhook_cursor SET next_at = NULL WHERE webhook_id = $1', [row.id]);
    }
    return {
      event: 'webhook.changed',
      data: { models: modelIds, events, moved: url !== null },
      records: { name: input.name, ...(url && { url: shownUrl(row.form, url) }) },
    };
  });
}

/** A new secret; the one before goes on signing for a day, so that the receiver can change over. @throws Refusal NOT_FOUND, CONFLICT for a chat */
export async function replaceWebhookSecret(
  ctx: Context,
  { webhookId }: WebhookAddress,
): Promise<WebhookMade> {
  const secret = newSecret();
  const receipt = await onOwn(ctx, 'replace-webhook-secret', webhookId, async (tx, row) => {
    if (row.form !== 'standard') throw new Refusal('CONFLICT', 'What goes to a chat is not signed.');
    const endsAt = new Date(tx.at.getTime() + overlapMs);
    // Of several replacements within a day two secrets sign: the newest, and the one before it.
    await tx.query('UPDATE webhook_secret SET ends_at = $2 WHERE webhook_id = $1 AND ends_at > $2', [
      row.id,
      tx.at,
    ]);
    await tx.query('UPDATE webhook_secret SET ends_at = $2 WHERE webhook_id = $1 AND ends_at IS NULL', [
      row.id,
      endsAt,
    ]);
    await insertSecret(tx, ctx, row.id, secret);
    return { event: 'webhook.secret-replaced', data: { oldEndsAt: endsAt.toISOString() } };
  });
  return { webhookId, secret, receipt };
}

/** Sends nothing until it is resumed; what is numbered meanwhile waits. @throws Refusal NOT_FOUND, CONFLICT */
export const pauseWebhook = (ctx: Context, { webhookId }: WebhookAddress): Promise<Receipt> =>
  onOwn(ctx, 'pause-webhook', webhookId, async (tx, row) => {
    if (row.state !== 'active') throw new Refusal('CONFLICT', 'This webhook sends nothing already.');
    await tx.query("UPDATE webhook SET state = 'paused', state_reason = NULL, state_at = $2 WHERE id = $1", [
      row.id,
      tx.at,
    ]);
    return { event: 'webhook.paused', data: {} };
  });

/** Goes on where it stopped, or, with `skip`, with what is numbered from now on. @throws Refusal NOT_FOUND, CONFLICT */
export const resumeWebhook = (ctx: Context, { webhookId, skip }: ResumeWebhook): Promise<Receipt> =>
  onOwn(ctx, 'resume-webhook', webhookId, async (tx, row) => {
    if (row.state === 'active') throw new Refusal('CONFLICT', 'This webhook is not stopped.');
    await tx.query("UPDATE webhook SET state = 'active', state_reason = NULL, state_at = $2 WHERE id = $1", [
      row.id,
      tx.at,
    ]);
    const cursor = await tx.query<{ position: string; head: string }>(
      `SELECT c.position, (SELECT coalesce(max(number), -1) FROM ledger_number) AS head
       FROM webhook_cursor c WHERE c.webhook_id = $1 FOR UPDATE`,
      [row.id],
    );
    const { position, head } = cursor.rows[0]!;
    await tx.query(
      `UPDATE webhook_cursor SET position = $2, attempts = CASE WHEN position = $2 THEN least(attempts, 1) ELSE 0 END,
         next_at = NULL, failing_since = NULL WHERE webhook_id = $1`,
      [row.id, skip ? head : position],
    );
    if (skip)
      await tx.query(
        "UPDATE webhook_delivery SET state = 'failed' WHERE webhook_id = $1 AND state = 'waiting'",
        [row.id],
      );
    const skipped = skip ? Math.max(0, Number(head) - Number(position)) : 0;
    return { event: 'webhook.resumed', data: { skipped } };
  });

/** Sends nothing more, for ever; its log stays as long as logs are kept. @throws Refusal NOT_FOUND */
export const removeWebhook = (ctx: Context, { webhookId }: WebhookAddress): Promise<Receipt> =>
  onOwn(ctx, 'remove-webhook', webhookId, async (tx, row) => {
    await tx.query("UPDATE webhook SET removed_at = $2, state = 'paused' WHERE id = $1", [row.id, tx.at]);
    await tx.query(
      'UPDATE webhook_secret SET ends_at = $2 WHERE webhook_id = $1 AND (ends_at IS NULL OR ends_at > $2)',
      [row.id, tx.at],
    );
    return { event: 'webhook.removed', data: {} };
  });
