import type { PolicyBody } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';

/** The policies in force: the newest of each key. */
export async function listPolicies(ctx: Context): Promise<PolicyBody[]> {
  await requireInsight(ctx);
  const found = await ctx.db.policy.findMany({
    distinct: ['key'],
    orderBy: [{ key: 'asc' }, { number: 'desc' }],
    select: { body: true },
  });
  return found.map(({ body }) => body as unknown as PolicyBody);
}
