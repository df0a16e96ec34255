import type { DeploymentRow, Page, PageOf } from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { type DeploymentRecord, deploymentSelect, toDeploymentRow } from './deployment-row.ts';

export interface DeploymentFilter extends Page {
  model?: string | undefined;
  version?: string | undefined;
  environment?: string | undefined;
  state?: DeploymentRow['state'] | undefined;
}

const byStart = keyset('deployments', 'instant', 'uuid');

/** Deployments, those that started last first. */
export async function listDeployments(ctx: Context, input: DeploymentFilter): Promise<PageOf<DeploymentRow>> {
  const limit = limitOf(input);
  refuseBrokenJson(input, '');
  const [startedAt, id] = byStart.decode(input.after);
  const { models } = await readScope(ctx);
  const found = await ctx.pool.query<DeploymentRecord>(
    `${deploymentSelect}
     WHERE ($1::timestamptz IS NULL OR (d.started_at, d.id) < ($1, $2::uuid))
       AND ($3::uuid[] IS NULL OR d.model_id = ANY($3))
       AND CASE WHEN $4::text IS NULL THEN m.retired_at IS NULL ELSE m.key = $4 END AND ($5::text IS NULL OR v.label = $5)
       AND ($6::text IS NULL OR e.key = $6) AND ($7::text IS NULL OR d.state = $7)
     ORDER BY d.started_at DESC, d.id DESC LIMIT $8`,
    [startedAt, id, models, input.model, input.version, input.environment, input.state, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byStart, (row) => [row.started_at.toISOString(), row.id]);
  return { items: rows.map(toDeploymentRow), next };
}
