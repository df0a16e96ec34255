import type { Deploy, Deployed } from '@countersign/contracts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { endOtherChampion, startDeployment } from './move-champion.ts';

/** An operator deploys a version. A new champion ends the one before: that is how traffic is switched. */
export async function deployVersion(ctx: Context, input: Deploy): Promise<Deployed> {
  const { attempt } = await attemptOn(ctx, `deploy-${input.role}`, input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const environmentId = await environmentIdOf(tx, input.environment);
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'deploy', environmentId, role: input.role });
      const place = { modelId: loaded.row.model_id, environmentId };
      const ended =
        input.role === 'champion'
          ? await endOtherChampion(tx, place, loaded.row.id, 'replaced-by-champion')
          : [];
      const started = await startDeployment(
        tx,
        ctx.actor.id,
        loaded,
        { environmentId, role: input.role, ground: 'gates', lapsesAt: null, incident: null },
        (deployment) => ({
          event: 'version.deployed',
          data: { deployment, environment: environmentId, role: input.role, ground: 'gates' },
          records: { comment: input.comment ?? '' },
        }),
        'deployed',
      );
      return { result: started, events: [...started.events, ...ended] };
    },
    { attempt },
  );
  return { deploymentId: result.deploymentId, stage: result.stage, receipt };
}
