import type { Context, House } from '../context.ts';
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

/** Sends a message once. Never throws: what goes wrong is the outcome. */
export async function attempt(ctx: Context, webhook: WebhookRecord, message: Message): Promise<Outcome> {
  const at = ctx.clock();
  const start = performance.now();
  let headers: Record<string, string> = {};
  let answer: Answer | null = null;
  let problem: string | null = null;
  try {
    if (!ctx.caller) throw new Error('This installation sends no webhooks.');
    const secrets = webhook.form === 'standard' ? await openSecrets(ctx, webhook.id) : [];
    headers = headersOf(message, at, secrets);
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

function problemOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400)
    return `The receiver sent us elsewhere (${status}); redirects are not followed.`;
  if (status === 410) return 'The receiver says that it is gone (410).';
  return `The receiver answered ${status}.`;
}

interface Sent {
  readonly webhookId: string;
  /** Of the entry; null for a test. */
  readonly number: string | null;
  readonly message: Message;
  readonly outcome: Outcome;
}

/**
 * Writes down what was sent and how it went. What was delivered once stays delivered, whatever comes of sending it
 * again.
 */
export async function recordAttempt(
  { pool }: Pick<House, 'pool'>,
  { webhookId, number, message, outcome }: Sent,
): Promise<void> {
  await pool.query(
    `WITH delivery AS (
       INSERT INTO webhook_delivery (id, webhook_id, number, event, body, state, attempts, made_at, delivered_at)
       VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)
       ON CONFLICT (id) DO UPDATE SET attempts = webhook_delivery.attempts + 1,
         state = CASE WHEN webhook_delivery.state = 'delivered' THEN 'delivered' ELSE excluded.state END,
         delivered_at = coalesce(webhook_delivery.delivered_at, excluded.delivered_at)
       RETURNING seq, attempts)
     INSERT INTO webhook_attempt (delivery_seq, attempt, at, took_ms, headers, status, response, problem)
     SELECT seq, attempts, $7, $9, $10, $11, $12, $13 FROM delivery`,
    [
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
    ],
  );
}
