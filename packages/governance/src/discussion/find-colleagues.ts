import type { FindColleagues, PersonRef } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { colleagues } from './write-comment.ts';

const most = 8;

/** People who can be mentioned on a model: a word of their name or their address begins with what was typed. */
export async function findColleagues(ctx: Context, input: FindColleagues): Promise<PersonRef[]> {
  const scope = await requireInsight(ctx);
  const modelId = await findModelId(ctx, input.model);
  requireModelIn(scope, modelId);
  const typed = `${input.q.trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await ctx.pool.query<PersonRef>(
    `SELECT p.id, p.name FROM ${colleagues('$1', '$4')} AND p.id::text <> $2
       AND (p.name ILIKE $3 OR p.name ILIKE '% ' || $3 OR p.email ILIKE $3)
     ORDER BY p.name, p.id LIMIT ${most}`,
    [modelId, ctx.actor.id, typed, ctx.clock()],
  );
  return rows;
}
