import type { Deploy, Deployed } from '@countersign/contracts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { endOtherChampion, startDeployment } from './move-champion.ts';
import { answerObjections } from './over-objections.ts';

/**
 * An operator deploys a version. A new champion ends the one before: that is how traffic is switched. Consumers that object to
 * it are answered with a reason. @throws Refusal as the machine refuses, OBJECTIONS_OPEN
 */
export async function deployVersion(ctx: Context, input: Deploy): Promise<Deployed> {
  const { attempt } = await attemptOn(ctx, `deploy-${input.role}`, input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const environmentId = await environmentIdOf(tx, input.environment);
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'deploy', environmentId, role: input.role });
      const switched =
        input.role === 'champion'
          ? await answerObjections(tx, { versionId: loaded.row.id, environmentId }, input.overObjections)
          : { data: {}, records: {} };
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
          data: {
            deployment,
            environment: environmentId,
            role: input.role,
            ground: 'gates',
            ...switched.data,
          },
          records: { comment: input.comment ?? '', ...switched.records },
        }),
        'deployed',
      );
      return { result: started, events: [...started.events, ...ended] };
    },
    { attempt },
  );
  return { deploymentId: result.deploymentId, stage: result.stage, receipt };
}
