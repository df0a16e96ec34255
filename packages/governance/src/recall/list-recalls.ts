import type { Page, PageOf, RecallRow } from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { othersStand, type RecallRecord, recallSelect, toRecallRow } from './recall-row.ts';

const byTime = keyset('recalls', 'instant', 'uuid');

/**
 * Recalls, the newest first, each with the earlier versions that were recalled with it; `open` keeps those that are followed
 * still, or the others. Those of a model that was retired since are in no list.
 */
export async function listRecalls(
  ctx: Context,
  input: Page & { open?: boolean | undefined },
): Promise<PageOf<RecallRow>> {
  const limit = limitOf(input);
  const [at, id] = byTime.decode(input.after);
  const { models } = await readScope(ctx);
  const found = await ctx.pool.query<RecallRecord>(
    `${recallSelect}
     WHERE ($1::timestamptz IS NULL OR (r.at, r.id) < ($1, $2::uuid))
       AND ($3::uuid[] IS NULL OR v.model_id = ANY($3))
       AND NOT EXISTS (SELECT FROM model o WHERE o.id = v.model_id AND o.retired_at > r.at)
       AND r.raised_with IS NULL
       AND ($4::boolean IS NULL OR (r.closed_at IS NULL AND (r.lifted_at IS NULL OR ${othersStand})) = $4)
     ORDER BY r.at DESC, r.id DESC LIMIT $5`,
    [at, id, models, input.open, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byTime, (row) => [row.at.toISOString(), row.id]);
  return { items: rows.map(toRecallRow), next };
}
