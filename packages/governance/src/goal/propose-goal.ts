import type { GoalProposal, VersionAddress } from '@countersign/contracts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { areThresholdsRequired, latestUntil } from './goal-rule.ts';
import { earlierGoalOf, toEarlierGoal } from './read-goal.ts';

/** Where a request for approval of a version may start from. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function proposeGoal(ctx: Context, input: VersionAddress): Promise<GoalProposal> {
  await requireFullScope(ctx);
  const { row, state } = await loadVersion(ctx.pool, input, 'none');
  const found = await ctx.pool.query<{ earlier: Parameters<typeof toEarlierGoal>[0] }>(
    `SELECT ${earlierGoalOf('$1::uuid', '$2::uuid', 'NULL::uuid')} AS earlier`,
    [row.model_id, row.id],
  );
  return {
    earlier: toEarlierGoal(found.rows[0]!.earlier),
    thresholdsRequired: areThresholdsRequired(state),
    latestUntil: latestUntil(state, ctx.clock()).toISOString(),
  };
}
