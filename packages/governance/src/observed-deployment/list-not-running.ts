import type { NotRunningFilter, NotRunningRow, PageOf } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { isStale } from './observed-row.ts';

interface Row {
  readonly id: string;
  readonly model_key: string;
  readonly model_name: string;
  readonly label: string;
  readonly environment: string;
  readonly production: boolean;
  readonly role: string;
  readonly started_at: Date;
  readonly last_seen_at: Date | null;
}

const byId = keyset('not-running', 'uuid');

/**
 * Deployments that the record says serve and that nobody sees running now, where somebody looks: in environments in which
 * anything of the model was ever reported. What the portal alone serves is not expected in a report.
 * @throws Refusal FORBIDDEN, BAD_INPUT
 */
export async function listNotRunning(ctx: Context, input: NotRunningFilter): Promise<PageOf<NotRunningRow>> {
  const limit = limitOf(input);
  const [id] = byId.decode(input.after);
  const { models } = await requireInsight(ctx);
  const found = await ctx.pool.query<Row>(
    `SELECT d.id, m.key AS model_key, m.name AS model_name, v.label, e.key AS environment, e.production, d.role, d.started_at,
       (SELECT max(o.last_at) FROM observed_deployment o
        WHERE o.version_id = d.version_id AND o.environment_id = d.environment_id) AS last_seen_at
     FROM deployment d JOIN version v ON v.id = d.version_id JOIN model m ON m.id = d.model_id JOIN environment e ON e.id = d.environment_id
     WHERE d.state = 'serving' AND ($2::uuid IS NULL OR d.id < $2) AND ($3::uuid[] IS NULL OR d.model_id = ANY ($3))
       AND CASE WHEN $4::text IS NULL THEN m.retired_at IS NULL ELSE m.key = $4 END AND ($5::text IS NULL OR e.key = $5)
       AND EXISTS (SELECT FROM observed_deployment o WHERE o.model_id = d.model_id AND o.environment_id = d.environment_id)
       AND NOT EXISTS (SELECT FROM observed_deployment o WHERE o.model_id = d.model_id AND o.environment_id = d.environment_id
         AND o.version_id = d.version_id AND o.ended_at IS NULL AND NOT ${isStale('o', '$1::timestamptz')})
     ORDER BY d.id DESC LIMIT $6`,
    [ctx.clock(), id, models, input.model, input.environment, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, (row) => [row.id]);
  return {
    items: rows.map((row) => ({
      deploymentId: row.id,
      model: { key: row.model_key, name: row.model_name },
      version: row.label,
      environment: row.environment,
      production: row.production,
      role: row.role,
      since: row.started_at.toISOString(),
      lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    })),
    next,
  };
}
