import type { Context, House } from '../context.ts';
import { preparing } from '../prepared.ts';
import type { Answer } from './caller.ts';
import { hostsAllowed } from './host-list.ts';
import { headersOf, type Message } from './message.ts';
import { openSecrets, openUrl, type WebhookRecord } from './webhook-row.ts';

/** What came of one try. */
export interface Outcome {
  readonly at: Date;
  readonly tookMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number | null;
  readonly response: string | null;
  readonly problem: string | null;
  readonly isDelivered: boolean;
  /** The receiver is gone for good (410). */
  readonly isGone: boolean;
  /** Seconds that the receiver asks to be left alone for. */
  readonly retryAfter: number | null;
}

/**
 * Sends a message once. Never throws: what goes wrong is the outcome.
 * @param secrets what signs, where a turn has opened it already; without it read now
 */
export async function attempt(
  ctx: Context,
  webhook: WebhookRecord,
  message: Message,
  secrets?: readonly string[],
): Promise<Outcome> {
  const at = ctx.clock();
  const start = performance.now();
  let headers: Record<string, string> = {};
  let answer: Answer | null = null;
  let problem: string | null = null;
  try {
    if (!ctx.caller) throw new Error('This installation sends no webhooks.');
    headers = headersOf(message, at, secrets ?? (await secretsOf(ctx, webhook)));
    answer = await ctx.caller.post(openUrl(ctx, webhook), { headers, body: message.body }, hostsAllowed(ctx));
    problem = problemOf(answer.status);
  } catch (error) {
    problem = (error as Error).message;
  }
  return {
    at,
    tookMs: Math.round(performance.now() - start),
    headers,
    status: answer?.status ?? null,
    response: answer?.body ?? null,
    problem,
    isDelivered: problem === null,
    isGone: answer?.status === 410,
    retryAfter: answer?.retryAfter ?? null,
  };
}

/** Chats take no signatures. @throws Error where the installation key is another one */
export const secretsOf = async (ctx: Context, { id, form }: WebhookRecord): Promise<string[]> =>
  form === 'standard' ? openSecrets(ctx, id) : [];

function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return `The receiver sent us elsewhere (${status}); redirects are not followed.`;
  if (status === 410) return 'The receiver says that it is gone (410).';
  return `The receiver answered ${status}.`;
}

export interface Sent {
  readonly webhookId: string;
  /** Of the entry; null for a test. */
  readonly number: string | null;
  readonly message: Message;
  readonly outcome: Outcome;
}

/** Where a webhook is, and who may say so. */
export interface Moved {
  readonly lease: string;
  readonly leaseMs: number;
  readonly position: number;
  readonly attempts: number;
  readonly failingSince: Date | null;
  readonly nextAt: Date | null;
}

const recordSql = `
delivery AS (
  INSERT INTO webhook_delivery (id, webhook_id, number, event, body, state, attempts, made_at, delivered_at)
  VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)
  ON CONFLICT (id) DO UPDATE SET attempts = webhook_delivery.attempts + 1,
    state = CASE WHEN webhook_delivery.state = 'delivered' THEN 'delivered' ELSE excluded.state END,
    delivered_at = coalesce(webhook_delivery.delivered_at, excluded.delivered_at)
  RETURNING seq, attempts),
attempt AS (
  INSERT INTO webhook_attempt (delivery_seq, attempt, at, took_ms, headers, status, response, problem)
  SELECT seq, attempts, $7, $9, $10, $11, $12, $13 FROM delivery)`;

const moveSql = `UPDATE webhook_cursor SET position = $14, attempts = $15, failing_since = $16, next_at = $17,
  leased_until = clock_timestamp() + $18::interval WHERE webhook_id = $2 AND lease = $19`;

const recorded = ({ webhookId, number, message, outcome }: Sent): unknown[] => [
  message.id,
  webhookId,
  number,
  message.event,
  message.body,
  outcome.isDelivered ? 'delivered' : number === null ? 'failed' : 'waiting',
  outcome.at,
  outcome.isDelivered ? outcome.at : null,
  outcome.tookMs,
  JSON.stringify(outcome.headers),
  outcome.status,
  outcome.response,
  outcome.problem,
];

/**
 * Writes down what was sent and how it went. What was delivered once stays delivered, whatever comes of sending it
 * again.
 */
export async function recordAttempt({ pool }: Pick<House, 'pool'>, sent: Sent): Promise<void> {
  await pool.query(`WITH ${recordSql} SELECT`, recorded(sent));
}

/** The same, and where the webhook is after it, in one statement. @returns false where another sender has the lease by now */
export async function recordAndMove(
  { pool }: Pick<House, 'pool'>,
  sent: Sent,
  { position, attempts, failingSince, nextAt, leaseMs, lease }: Moved,
): Promise<boolean> {
  const { rowCount } = await preparing(pool).query(`WITH ${recordSql} ${moveSql}`, [
    ...recorded(sent),
    position,
    attempts,
    failingSince,
    nextAt,
    `${leaseMs} milliseconds`,
    lease,
  ]);
  return rowCount === 1;
}
