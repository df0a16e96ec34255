import type { Deployed, InEnvironment } from '@countersign/contracts';
import { afterDeploymentChange } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { endOtherChampion } from './move-champion.ts';

/** A challenger becomes the champion of its environment. */
export async function promoteVersion(ctx: Context, input: InEnvironment): Promise<Deployed> {
  const { attempt } = await attemptOn(ctx, 'promote', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const environmentId = await environmentIdOf(tx, input.environment);
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'promote', environmentId });
      const ended = await endOtherChampion(
        tx,
        { modelId: loaded.row.model_id, environmentId },
        loaded.row.id,
        'replaced-by-champion',
      );
      const challenger = loaded.state.deployments.find(
        (deployment) => deployment.environmentId === environmentId,
      )!;
      await tx.query(
        "UPDATE deployment SET role = 'champion', was_champion = true, share = 1 WHERE id = $1",
        [challenger.id],
      );
      await tx.query("SELECT pg_notify('deployments', $1)", [loaded.row.id]);
      const after = afterDeploymentChange(
        loaded.state,
        loaded.state.deployments.map((deployment) =>
          deployment.id === challenger.id ? { ...deployment, role: 'champion' as const } : deployment,
        ),
      );
      const events = await moveVersion(tx, loaded, after, [
        {
          event: 'version.promoted',
          data: { deployment: challenger.id, environment: environmentId },
          records: { comment: input.comment ?? '' },
        },
      ]);
      return { result: { deploymentId: challenger.id, stage: after.stage }, events: [...events, ...ended] };
    },
    { attempt },
  );
  return { ...result, receipt };
}
