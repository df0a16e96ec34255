import { type Deployed, Refusal, type ResumeDeployment } from '@countersign/contracts';
import { afterDeploymentChange } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';

/** An operator lets a suspended deployment serve again, after the block was lifted. */
export async function resumeDeployment(ctx: Context, input: ResumeDeployment): Promise<Deployed> {
  const found = await ctx.pool.query<{ version_id: string }>(
    'SELECT version_id FROM deployment WHERE id = $1',
    [input.deploymentId],
  );
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such deployment.', { ...input });
  const { id, attempt } = await attemptOn(ctx, 'resume', { id: found.rows[0].version_id });
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id }, 'model');
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'resume', deploymentId: input.deploymentId });
      const after = afterDeploymentChange(
        loaded.state,
        loaded.state.deployments.map((deployment) =>
          deployment.id === input.deploymentId ? { ...deployment, state: 'serving' as const } : deployment,
        ),
      );
      const [resumed, ...rest] = await writeConsequences(tx, loaded, after, 'resumed');
      const events = await moveVersion(tx, loaded, after, [
        { ...resumed!, records: { comment: input.comment ?? '' } },
        ...rest,
      ]);
      return { result: after.stage, events };
    },
    { attempt },
  );
  return { deploymentId: input.deploymentId, stage: result, receipt };
}
