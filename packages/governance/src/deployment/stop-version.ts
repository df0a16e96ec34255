import type { Deployed, InEnvironment } from '@countersign/contracts';
import { afterDeploymentChange } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';

/** An operator ends what serves of a version in an environment. Waits for no sign-off and not for the sequencer. */
export async function stopVersion(ctx: Context, input: InEnvironment): Promise<Deployed> {
  const { attempt } = await attemptOn(ctx, 'stop', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const environmentId = await environmentIdOf(tx, input.environment);
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'stop', environmentId });
      const after = afterDeploymentChange(
        loaded.state,
        loaded.state.deployments.filter((deployment) => deployment.environmentId !== environmentId),
      );
      const consequent = await writeConsequences(tx, loaded, after, 'stopped');
      const events = await moveVersion(tx, loaded, after, [
        {
          event: 'version.stopped',
          data: { environment: environmentId },
          records: { comment: input.comment ?? '' },
        },
        ...consequent,
      ]);
      return { result: after.stage, events };
    },
    { attempt, waitMs: 0 },
  );
  return { deploymentId: null, stage: result, receipt };
}
