import type { Page, PageOf, VersionRow } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { readVersionRows } from '../version/read-version-rows.ts';
import { findModelId } from './find-model.ts';

const byNumber = keyset('versions', 'integer');

/** Versions of a model, the newest first. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listVersions(
  ctx: Context,
  input: Page & { model: string },
): Promise<PageOf<VersionRow>> {
  const limit = limitOf(input);
  const [after] = byNumber.decode(input.after);
  const scope = await readScope(ctx);
  const modelId = await findModelId(ctx, input.model);
  requireModelIn(scope, modelId);
  const found = await ctx.pool.query<{ id: string; number: number }>(
    `SELECT id, number FROM version WHERE model_id = $1 AND ($2::bigint IS NULL OR number < $2::bigint)
     ORDER BY number DESC LIMIT $3`,
    [modelId, after, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byNumber, ({ number }) => [String(number)]);
  return {
    items: await readVersionRows(
      ctx,
      rows.map(({ id }) => id),
    ),
    next,
  };
}
