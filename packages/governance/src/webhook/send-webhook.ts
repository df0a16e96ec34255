import { randomUUID } from 'node:crypto';
import { findOpened, type Opened } from '../authority/read-scope.ts';
import type { Context, House } from '../context.ts';
import { type FollowedEntry, followEntries } from '../ledger/follow-entries.ts';
import { isOpenTo } from '../live/live-entry.ts';
import { attempt, type Outcome, recordAndMove, secretsOf } from './attempt.ts';
import { disableWebhook } from './disable-webhook.ts';
import { type Message, messagesOf } from './message.ts';
import { readWebhook, type WebhookRecord } from './webhook-row.ts';

/** Seconds from one failed try to the next: about three days in all. Each is moved by up to a tenth, so that receivers are not met by all at once. */
const pauses = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 72_000, 86_400];
const longestPause = 86_400;
/**
 * How long what a sender was killed with waits for another one. It begins anew with each message, which takes half of it
 * at most.
 */
const leaseMs = 20_000;
/** One sender's turn; then others may take it over. */
const turnMs = 20_000;
const batch = 50;

interface Cursor {
  readonly position: number;
  readonly attempts: number;
  readonly failingSince: Date | null;
}

/**
 * One turn of a webhook: what it asks for is sent in the order of the entries, one after the other. What is not taken
 * waits, and all after it with it. One sender at a time has the lease; one that lost it writes nothing of the cursor any
 * more, and what it sent meanwhile has the same id as the other's.
 */
export async function sendWebhook(ctx: Context, webhookId: string): Promise<void> {
  const lease = randomUUID();
  const cursor = await takeLease(ctx, webhookId, lease);
  if (!cursor) return;
  let webhook: WebhookRecord | null = null;
  try {
    webhook = await readWebhook(ctx, webhookId);
    if (webhook?.state !== 'active') return;
    const opened = (await findOpened(ctx, [webhook.person_id])).get(webhook.person_id);
    if (!opened) return await disableWebhook(ctx, webhook, 'no-access');
    await sendTurn(ctx, webhook, opened, cursor, lease);
  } finally {
    await ctx.pool.query(
      'UPDATE webhook_cursor SET lease = NULL, leased_until = NULL WHERE webhook_id = $1 AND lease = $2',
      [webhookId, lease],
    );
  }
}

async function takeLease(
  { pool, clock }: Pick<House, 'pool' | 'clock'>,
  webhookId: string,
  lease: string,
): Promise<Cursor | null> {
  const { rows } = await pool.query<{ position: string; attempts: number; failing_since: Date | null }>(
    `UPDATE webhook_cursor SET lease = $2, leased_until = clock_timestamp() + $3::interval
     WHERE webhook_id = $1 AND (leased_until IS NULL OR leased_until < clock_timestamp())
       AND (next_at IS NULL OR next_at <= $4)
     RETURNING position, attempts, failing_since`,
    [webhookId, lease, `${leaseMs} milliseconds`, clock()],
  );
  const row = rows[0];
  return row
    ? { position: Number(row.position), attempts: row.attempts, failingSince: row.failing_since }
    : null;
}

async function sendTurn(
  ctx: Context,
  webhook: WebhookRecord,
  opened: Opened,
  start: Cursor,
  lease: string,
): Promise<void> {
  const until = performance.now() + turnMs;
  const secrets = await secretsOf(ctx, webhook).catch(() => undefined);
  let cursor = start;
  while (performance.now() < until) {
    // What was not taken last time is tried by itself.
    const { entries, through } = await followEntries(
      ctx,
      { modelIds: webhook.model_ids, events: webhook.events },
      cursor.position,
      cursor.attempts > 0 ? 1 : batch,
    );
    if (through === cursor.position) return;
    const seen = entries.filter((entry) => isSeen(opened, entry));
    const messages = await messagesOf(ctx, webhook, seen, opened.isConsumer);
    for (const [index, { entry_number: number }] of seen.entries()) {
      const made = messages[index]!;
      // What was tried before is sent again as it was, to the letter.
      const message = (cursor.attempts > 0 && (await keptMessage(ctx, made.id))) || made;
      const outcome = await attempt(ctx, webhook, message, secrets);
      const { isOver, ...next } = after(ctx, cursor, Number(number), outcome);
      const sent = { webhookId: webhook.id, number, message, outcome };
      if (!(await recordAndMove(ctx, sent, { ...next, lease, leaseMs }))) return;
      if (outcome.isGone) return disableWebhook(ctx, webhook, 'gone');
      if (isOver) return disableWebhook(ctx, webhook, 'dead');
      if (!outcome.isDelivered || performance.now() >= until) return;
      cursor = next;
    }
    if (!(await passTo(ctx, webhook.id, lease, through))) return;
    cursor = { position: through, attempts: 0, failingSince: null };
  }
}

const isSeen = (opened: Opened, { event, model_id: modelId, at }: FollowedEntry): boolean =>
  isOpenTo(opened, { event, modelId, at });

async function keptMessage({ pool }: Context, id: string): Promise<Message | null> {
  const { rows } = await pool.query<Message & { [column: string]: unknown }>(
    'SELECT id, event, body FROM webhook_delivery WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

interface Next extends Cursor {
  readonly nextAt: Date | null;
}

/** Where a webhook is after a try. `isOver`: there is no further one. */
function after(
  { clock }: Pick<House, 'clock'>,
  cursor: Cursor,
  number: number,
  outcome: Outcome,
): Next & { isOver: boolean } {
  if (outcome.isDelivered)
    return { position: number, attempts: 0, failingSince: null, nextAt: null, isOver: false };
  const now = clock();
  const pause = pauses[cursor.attempts];
  const seconds = Math.max(
    (pause ?? 0) * (0.9 + Math.random() * 0.2),
    Math.min(outcome.retryAfter ?? 0, longestPause),
  );
  return {
    position: cursor.position,
    attempts: cursor.attempts + 1,
    failingSince: cursor.failingSince ?? now,
    nextAt: new Date(now.getTime() + seconds * 1_000),
    isOver: pause === undefined,
  };
}

/** Past what nobody asked for. @returns false where another sender has the lease by now */
async function passTo(
  { pool }: Pick<House, 'pool'>,
  webhookId: string,
  lease: string,
  position: number,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE webhook_cursor SET position = $3, attempts = 0, failing_since = NULL, next_at = NULL,
       leased_until = clock_timestamp() + $4::interval
     WHERE webhook_id = $1 AND lease = $2`,
    [webhookId, lease, position, `${leaseMs} milliseconds`],
  );
  return rowCount === 1;
}
