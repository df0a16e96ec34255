import {
  type Delivery,
  type DeliveryAddress,
  type DeliveryFilter,
  type DeliveryRow,
  type PageOf,
  Refusal,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { findOwn } from './webhook-row.ts';

const bySeq = keyset('deliveries', 'integer');

interface Row {
  readonly seq: string;
  readonly id: string;
  readonly number: string | null;
  readonly event: string;
  readonly body: string;
  readonly state: DeliveryRow['state'];
  readonly attempts: number;
  readonly made_at: Date;
  readonly delivered_at: Date | null;
}

const toRow = (row: Row): DeliveryRow => ({
  id: row.id,
  number: row.number === null ? null : Number(row.number),
  event: row.event,
  state: row.state,
  attempts: row.attempts,
  madeAt: row.made_at.toISOString(),
  deliveredAt: row.delivered_at?.toISOString() ?? null,
});

/** What was sent to a webhook, the newest first; kept for thirty days. @throws Refusal NOT_FOUND, BAD_INPUT */
export async function listDeliveries(ctx: Context, input: DeliveryFilter): Promise<PageOf<DeliveryRow>> {
  await findOwn(ctx, input.webhookId);
  const limit = limitOf(input);
  const [after] = bySeq.decode(input.after);
  const found = await ctx.pool.query<Row>(
    `SELECT seq, id, number, event, '' AS body, state, attempts, made_at, delivered_at FROM webhook_delivery
     WHERE webhook_id = $1 AND ($2::text IS NULL OR state = $2) AND ($3::bigint IS NULL OR seq < $3)
     ORDER BY seq DESC LIMIT $4`,
    [input.webhookId, input.state ?? null, after, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, bySeq, ({ seq }) => [seq]);
  return { items: rows.map(toRow), next };
}

/** Most tries that are shown of one message: whoever sends again by hand can make more. */
const mostTries = 50;

/** One message with all that was tried. @throws Refusal NOT_FOUND */
export async function readDelivery(ctx: Context, { webhookId, id }: DeliveryAddress): Promise<Delivery> {
  await findOwn(ctx, webhookId);
  const found = await ctx.pool.query<Row>(
    'SELECT seq, id, number, event, body, state, attempts, made_at, delivered_at FROM webhook_delivery WHERE webhook_id = $1 AND id = $2',
    [webhookId, id],
  );
  const row = found.rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such delivery.');
  const { rows } = await ctx.pool.query<{
    attempt: number;
    at: Date;
    took_ms: number;
    headers: Record<string, string>;
    status: number | null;
    response: string | null;
    problem: string | null;
  }>(
    `SELECT attempt, at, took_ms, headers, status, response, problem FROM webhook_attempt
     WHERE delivery_seq = $1 ORDER BY attempt DESC LIMIT $2`,
    [row.seq, mostTries],
  );
  return {
    ...toRow(row),
    body: row.body,
    tries: rows.map(({ took_ms: tookMs, at, ...rest }) => ({ ...rest, tookMs, at: at.toISOString() })),
  };
}
