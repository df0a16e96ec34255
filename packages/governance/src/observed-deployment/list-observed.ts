import type { ObservedFilter, ObservedRow, PageOf } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { type ObservedRecord, observedSelect, toObservedRow } from './observed-row.ts';

const byId = keyset('observed-deployments', 'uuid');

/**
 * What runs where, as pipelines and agents say, what was seen first last. Places are no business of consumers.
 * @throws Refusal FORBIDDEN, BAD_INPUT
 */
export async function listObserved(ctx: Context, input: ObservedFilter): Promise<PageOf<ObservedRow>> {
  const limit = limitOf(input);
  const [id] = byId.decode(input.after);
  const { models } = await requireInsight(ctx);
  const found = await ctx.pool.query<ObservedRecord>(
    `${observedSelect}
     WHERE ($2::uuid IS NULL OR id < $2) AND ($3::uuid[] IS NULL OR model_id = ANY ($3))
       AND CASE WHEN $4::text IS NULL THEN retired_at IS NULL ELSE model_key = $4 END
       AND ($5::text IS NULL OR environment = $5)
       AND CASE $6::text WHEN 'not-approved' THEN verdict NOT IN ('deployed', 'permitted') WHEN 'stale' THEN stale ELSE true END
     ORDER BY id DESC LIMIT $7`,
    [ctx.clock(), id, models, input.model, input.environment, input.show, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, (row) => [row.id]);
  return { items: rows.map(toObservedRow), next };
}
