import { randomBytes } from 'node:crypto';
import { type MakeWebhook, Refusal, type WebhookMade } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { findScope, requireModelIn, type Scope } from '../authority/read-scope.ts';
import { requireRoleSomewhere } from '../authority/require-role-somewhere.ts';
import { requireSession } from '../authority/require-session.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import type { Tx } from '../tx.ts';
import type { Caller } from './caller.ts';
import { hostsAllowed } from './host-list.ts';
import { secretPurpose, shownUrl, urlPurpose } from './webhook-row.ts';

/** Everybody whose work a program may follow; a viewer's and an auditor's does not. */
export const webhookRoles = [
  'administrator',
  'owner',
  'developer',
  'reviewer',
  'approver',
  'operator',
  'compliance',
  'consumer',
] as const;

const mostOfPerson = 20;

/** @throws Refusal CONFLICT where this installation calls nothing outside */
export function requireCaller({ caller }: Pick<Context, 'caller'>): Caller {
  if (!caller) throw new Refusal('CONFLICT', 'This installation sends no webhooks.');
  return caller;
}

/** Ids of models by their keys. @throws Refusal BAD_INPUT for an unknown one, FORBIDDEN outside of the scope */
export async function modelIdsOf(tx: Tx, scope: Scope, keys: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ id: string; key: string }>(
    'SELECT id, key FROM model WHERE key = ANY ($1)',
    [keys],
  );
  for (const key of keys) {
    const found = rows.find((row) => row.key === key);
    if (!found) throw new Refusal('BAD_INPUT', `There is no model ${key}.`, { field: 'models', model: key });
    requireModelIn(scope, found.id);
  }
  return rows.map(({ id }) => id);
}

/** @throws Refusal FORBIDDEN */
export async function webhookScope(ctx: Context): Promise<Scope> {
  requireSession(ctx.actor);
  await requireRoleSomewhere(ctx, webhookRoles);
  const scope = await findScope(ctx);
  if (!scope) throw new Refusal('FORBIDDEN', 'Your roles open no model.');
  return scope;
}

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export async function insertSecret(tx: Tx, ctx: Context, webhookId: string, secret: string): Promise<void> {
  const { sealed, keyName } = ctx.keyring.seal(Buffer.from(secret), secretPurpose);
  await tx.query(
    'INSERT INTO webhook_secret (id, webhook_id, sealed, sealed_with, made_at) VALUES ($1, $2, $3, $4, $5)',
    [uuidv7(), webhookId, sealed, keyName, tx.at],
  );
}

/**
 * From the next entry on, what its person may see of what it asks for is sent to the address.
 * @throws Refusal FORBIDDEN, BAD_INPUT where the address must not be reached
 */
export async function makeWebhook(ctx: Context, input: MakeWebhook): Promise<WebhookMade> {
  const scope = await webhookScope(ctx);
  const url = await requireCaller(ctx).check(input.url, hostsAllowed(ctx));
  const id = uuidv7();
  const secret = input.form === 'standard' ? newSecret() : null;
  const { sealed, keyName } = ctx.keyring.seal(Buffer.from(url.href), urlPurpose);
  const made = await change(
    ctx,
    async (tx) => {
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('webhooks'), hashtext($1))", [ctx.actor.id]);
      const own = await tx.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM webhook WHERE person_id = $1 AND removed_at IS NULL',
        [ctx.actor.id],
      );
      if (own.rows[0]!.count >= mostOfPerson)
        throw new Refusal('BAD_INPUT', `One person has at most ${mostOfPerson} webhooks.`, {
          most: mostOfPerson,
        });
      const modelIds = await modelIdsOf(tx, scope, input.models);
      await tx.query(
        `INSERT INTO webhook (id, person_id, name, form, sealed_url, sealed_with, shown_url, model_ids, events, state, state_at, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'active', $10, $10)`,
        [
          id,
          ctx.actor.id,
          input.name,
          input.form,
          sealed,
          keyName,
          shownUrl(input.form, url),
          modelIds,
          [...new Set(input.events)],
          tx.at,
        ],
      );
      await tx.query(
        'INSERT INTO webhook_cursor (webhook_id, position) SELECT $1, coalesce(max(number), -1) FROM ledger_number',
        [id],
      );
      if (secret) await insertSecret(tx, ctx, id, secret);
      return {
        result: undefined,
        events: [
          {
            event: 'webhook.made',
            subject: { kind: 'webhook', id },
            data: { form: input.form, models: modelIds, events: [...new Set(input.events)] },
            records: { name: input.name, url: shownUrl(input.form, url) },
          },
        ],
      };
    },
    { attempt: { command: 'make-webhook', subject: { kind: 'person', id: ctx.actor.id } } },
  );
  return { webhookId: id, secret, receipt: made.receipt };
}
