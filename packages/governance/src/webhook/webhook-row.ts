import type { EventGroup, WebhookForm, WebhookRow } from '@countersign/contracts';
import { Refusal } from '@countersign/contracts';
import { requireRole, rolesNow } from '../authority/roles-held.ts';
import type { Context, House } from '../context.ts';
import type { Tx } from '../tx.ts';

export const urlPurpose = 'webhook address';
export const secretPurpose = 'webhook secret';

/** What it takes to send. */
export interface WebhookRecord {
  readonly id: string;
  readonly person_id: string;
  readonly name: string;
  readonly form: WebhookForm;
  readonly sealed_url: Buffer;
  readonly sealed_with: string;
  readonly shown_url: string;
  readonly model_ids: readonly string[];
  readonly events: readonly EventGroup[];
  readonly state: WebhookRow['state'];
  readonly state_reason: string | null;
}

const columns =
  'id, person_id, name, form, sealed_url, sealed_with, shown_url, model_ids, events, state, state_reason';

/** The address that it is sent to, which the database holds sealed. @throws Error where the installation key is another one */
export const openUrl = ({ keyring }: Pick<House, 'keyring'>, row: WebhookRecord): string =>
  keyring.open(row.sealed_url, row.sealed_with, urlPurpose).toString('utf8');

/** The address of a chat lets whoever has it write there: people are shown its host alone. */
export const shownUrl = (form: WebhookForm, url: URL): string =>
  form === 'standard' ? url.href : `${url.origin}/…`;

/** Secrets that sign now, the newest first. */
export async function openSecrets(
  { pool, keyring, clock }: Pick<House, 'pool' | 'keyring' | 'clock'>,
  webhookId: string,
): Promise<string[]> {
  const { rows } = await pool.query<{ sealed: Buffer; sealed_with: string }>(
    'SELECT sealed, sealed_with FROM webhook_secret WHERE webhook_id = $1 AND (ends_at IS NULL OR ends_at > $2) ORDER BY made_at DESC',
    [webhookId, clock()],
  );
  return rows.map((row) => keyring.open(row.sealed, row.sealed_with, secretPurpose).toString('utf8'));
}

const notFound = () => new Refusal('NOT_FOUND', 'There is no such webhook.');

/**
 * One's own webhook, or anybody's for an administrator, kept from changing meanwhile. Whoever may not see it is told that
 * it is not there. @throws Refusal NOT_FOUND
 */
export async function requireOwn(tx: Tx, ctx: Context, webhookId: string): Promise<WebhookRecord> {
  const { rows } = await tx.query<WebhookRecord>(
    `SELECT ${columns} FROM webhook WHERE id = $1 AND removed_at IS NULL FOR UPDATE`,
    [webhookId],
  );
  const row = rows[0];
  if (!row) throw notFound();
  if (row.person_id !== ctx.actor.id)
    await requireRole(tx, ctx.actor, null, ['administrator']).catch(() => {
      throw notFound();
    });
  return row;
}

/** The same for reading; removed ones too are kept to be read. @throws Refusal NOT_FOUND */
export async function findOwn(ctx: Context, webhookId: string): Promise<WebhookRecord> {
  const { rows } = await ctx.pool.query<WebhookRecord>(
    `SELECT ${columns} FROM webhook WHERE id = $1 AND removed_at IS NULL`,
    [webhookId],
  );
  const row = rows[0];
  if (!row || (row.person_id !== ctx.actor.id && !(await rolesNow(ctx, null)).includes('administrator')))
    throw notFound();
  return row;
}

export async function readWebhook(
  house: Pick<House, 'pool'>,
  webhookId: string,
): Promise<WebhookRecord | null> {
  const { rows } = await house.pool.query<WebhookRecord>(
    `SELECT ${columns} FROM webhook WHERE id = $1 AND removed_at IS NULL`,
    [webhookId],
  );
  return rows[0] ?? null;
}
