import {
  type AllowedHosts,
  type AllowHost,
  type Receipt,
  Refusal,
  type WithdrawHost,
} from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireSession } from '../authority/require-session.ts';
import { requireRole, requireRoleNow } from '../authority/roles-held.ts';
import { briefMemory } from '../brief-memory.ts';
import { change } from '../change.ts';
import type { Context, House } from '../context.ts';
import type { IsAllowed } from './caller.ts';
import { isHostNamed } from './target.ts';

const subject = { kind: 'installation', id: 'webhooks' } as const;
/** Read whole at each check. */
const mostHosts = 200;

const lists = briefMemory<readonly string[]>();

/** Whether a host is on the list now, as read a quarter of a second ago at most. */
export const hostsAllowed =
  ({ pool }: Pick<House, 'pool'>): IsAllowed =>
  async (host) => {
    const listed = await lists(pool, 'all', async () => {
      const { rows } = await pool.query<{ host: string }>(
        'SELECT host FROM webhook_host WHERE removed_at IS NULL',
      );
      return rows.map((row) => row.host);
    });
    return listed.some((name) => isHostNamed(name, host));
  };

/** Hosts that webhooks may reach although they are internal, or through the proxy. @throws Refusal FORBIDDEN */
export async function listAllowedHosts(ctx: Context): Promise<AllowedHosts> {
  await requireRoleNow(ctx, null, ['administrator']);
  const { rows } = await ctx.pool.query<{ id: string; host: string; added_at: Date }>(
    'SELECT id, host, added_at FROM webhook_host WHERE removed_at IS NULL ORDER BY host',
  );
  return {
    hosts: rows.map(({ id, host, added_at }) => ({ id, host, addedAt: added_at.toISOString() })),
    proxied: ctx.caller?.proxied ?? false,
  };
}

/** Link-local and metadata addresses stay out of reach whatever the list says. @throws Refusal FORBIDDEN, CONFLICT, BAD_INPUT */
export async function allowHost(ctx: Context, { host: text, comment }: AllowHost): Promise<Receipt> {
  const host = text.replace(/^\[|\]$/g, '');
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('webhook hosts'))");
      const { rows } = await tx.query<{ listed: number; own: boolean }>(
        'SELECT count(*)::int AS listed, coalesce(bool_or(host = $1), false) AS own FROM webhook_host WHERE removed_at IS NULL',
        [host],
      );
      if (rows[0]!.own) throw new Refusal('CONFLICT', 'This host is on the list.', { field: 'host' });
      if (rows[0]!.listed >= mostHosts)
        throw new Refusal('BAD_INPUT', `The list holds at most ${mostHosts} hosts.`, { most: mostHosts });
      const id = uuidv7();
      await tx.query('INSERT INTO webhook_host (id, host, added_at) VALUES ($1, $2, $3)', [id, host, tx.at]);
      return {
        result: undefined,
        events: [{ event: 'webhook-host.allowed', subject, data: { id }, records: { host, comment } }],
      };
    },
    { attempt: { command: 'allow-webhook-host', subject } },
  );
  return receipt;
}

/** What still waits for the host is refused at its next try. @throws Refusal FORBIDDEN, NOT_FOUND */
export async function withdrawHost(ctx: Context, { hostId, comment }: WithdrawHost): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const removed = await tx.query<{ host: string }>(
        'UPDATE webhook_host SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL RETURNING host',
        [hostId, tx.at],
      );
      const row = removed.rows[0];
      if (!row) throw new Refusal('NOT_FOUND', 'This host is not on the list.');
      return {
        result: undefined,
        events: [
          {
            event: 'webhook-host.withdrawn',
            subject,
            data: { id: hostId },
            records: { host: row.host, comment },
          },
        ],
      };
    },
    { attempt: { command: 'withdraw-webhook-host', subject } },
  );
  return receipt;
}
