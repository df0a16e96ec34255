import type { PageOf, WebhookAddress, WebhookFilter, WebhookRow } from '@countersign/contracts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { findOwn } from './webhook-row.ts';

const byId = keyset('webhooks', 'uuid');

interface Row {
  readonly id: string;
  readonly name: string;
  readonly person_id: string;
  readonly person_name: string;
  readonly form: WebhookRow['form'];
  readonly shown_url: string;
  readonly models: string[];
  readonly events: WebhookRow['events'];
  readonly state: WebhookRow['state'];
  readonly state_reason: string | null;
  readonly state_at: Date;
  readonly made_at: Date;
  readonly behind: string;
  readonly failing_since: Date | null;
  readonly next_at: Date | null;
}

const select = `
SELECT w.id, w.name, w.person_id, p.name AS person_name, w.form, w.shown_url, w.events, w.state, w.state_reason, w.state_at, w.made_at,
  ARRAY(SELECT key FROM model WHERE id = ANY (w.model_ids) ORDER BY key) AS models,
  greatest(0, (SELECT coalesce(max(number), -1) FROM ledger_number) - c.position) AS behind, c.failing_since, c.next_at
FROM webhook w JOIN person p ON p.id = w.person_id JOIN webhook_cursor c ON c.webhook_id = w.id
WHERE w.removed_at IS NULL`;

const toRow = (row: Row): WebhookRow => ({
  id: row.id,
  name: row.name,
  person: { id: row.person_id, name: row.person_name },
  form: row.form,
  url: row.shown_url,
  models: row.models,
  events: row.events,
  state: row.state,
  stop: row.state === 'disabled' ? (row.state_reason as WebhookRow['stop']) : null,
  stateAt: row.state_at.toISOString(),
  madeAt: row.made_at.toISOString(),
  behind: Number(row.behind),
  failingSince: row.failing_since?.toISOString() ?? null,
  nextAt: row.next_at?.toISOString() ?? null,
});

/** One's own webhooks, the newest first; everybody's for administrators. @throws Refusal FORBIDDEN, BAD_INPUT */
export async function listWebhooks(ctx: Context, input: WebhookFilter): Promise<PageOf<WebhookRow>> {
  if (input.everybody) await requireRoleNow(ctx, null, ['administrator']);
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  const found = await ctx.pool.query<Row>(
    `${select} AND ($1::uuid IS NULL OR w.person_id = $1) AND ($2::uuid IS NULL OR w.id < $2) ORDER BY w.id DESC LIMIT $3`,
    [input.everybody ? null : ctx.actor.id, after, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, ({ id }) => [id]);
  return { items: rows.map(toRow), next };
}

/** @throws Refusal NOT_FOUND */
export async function findWebhook(ctx: Context, { webhookId }: WebhookAddress): Promise<WebhookRow> {
  await findOwn(ctx, webhookId);
  const { rows } = await ctx.pool.query<Row>(`${select} AND w.id = $1`, [webhookId]);
  return toRow(rows[0]!);
}
