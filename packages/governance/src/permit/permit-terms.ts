import { type PermitTerms, type Receipt, Refusal, type SetPermitTerms } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';

const dayMs = 86_400_000;

/** For how long permits are issued, by environment, and how many there are. @throws Refusal FORBIDDEN */
export async function listPermitTerms(ctx: Context): Promise<PermitTerms[]> {
  await requireInsight(ctx);
  const now = ctx.clock();
  const { rows } = await ctx.pool.query<{
    environment: string;
    production: boolean;
    ttl: number;
    grace: number;
    issued: number;
    revoked: number;
  }>(
    `SELECT e.key AS environment, e.production, e.permit_ttl_seconds AS ttl, e.permit_grace_seconds AS grace,
       (SELECT count(*)::int FROM permit g WHERE g.environment_id = e.id AND g.grace_until > $2 AND g.issued_at > $2) AS issued,
       (SELECT count(*)::int FROM permit g JOIN permit_void w ON w.permit_id = g.id WHERE g.environment_id = e.id AND g.grace_until > $1) AS revoked
     FROM environment e ORDER BY e.production DESC, e.key`,
    [now, new Date(now.getTime() - dayMs)],
  );
  return rows.map(({ ttl, grace, ...row }) => ({ ...row, ttlSeconds: ttl, graceSeconds: grace }));
}

/** Holds for permits that are issued from now on. @throws Refusal FORBIDDEN, ENVIRONMENT_UNKNOWN */
export async function setPermitTerms(ctx: Context, input: SetPermitTerms): Promise<Receipt> {
  const { environment, ttlSeconds, graceSeconds, comment } = input;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const set = await tx.query<{ id: string }>(
        'UPDATE environment SET permit_ttl_seconds = $2, permit_grace_seconds = $3 WHERE key = $1 RETURNING id',
        [environment, ttlSeconds, graceSeconds],
      );
      const row = set.rows[0];
      if (!row) throw new Refusal('ENVIRONMENT_UNKNOWN', 'There is no such environment.', { environment });
      return {
        result: undefined,
        events: [
          {
            event: 'environment.permit-terms-set',
            subject: { kind: 'environment', id: row.id },
            data: { ttlSeconds, graceSeconds },
            records: { comment: comment ?? '' },
          },
        ],
      };
    },
    { attempt: { command: 'set-permit-terms', subject: { kind: 'installation', id: 'environments' } } },
  );
  return receipt;
}
