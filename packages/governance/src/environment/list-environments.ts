import type { EnvironmentRow } from '@countersign/contracts';
import type { EarnedStage } from '@countersign/lifecycle';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';

/** Every environment, production first. There are a handful; the list is not paged. */
export async function listEnvironments(ctx: Context): Promise<EnvironmentRow[]> {
  await readScope(ctx);
  const found = await ctx.db.environment.findMany({ orderBy: [{ production: 'desc' }, { key: 'asc' }] });
  return found.map(({ id, key, production, requiredStage, createdAt }) => ({
    id,
    key,
    production,
    requiredStage: requiredStage as EarnedStage,
    createdAt: createdAt.toISOString(),
  }));
}
