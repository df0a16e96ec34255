import type { Deployed, Promote } from '@countersign/contracts';
import { afterDeploymentChange } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { settleSwitch } from '../notice/end-switch.ts';
import { endOtherChampion } from './move-champion.ts';
import { answerObjections } from './over-objections.ts';

/** A challenger becomes the champion of its environment. @throws Refusal as the machine refuses, OBJECTIONS_OPEN */
export async function promoteVersion(ctx: Context, input: Promote): Promise<Deployed> {
  const { attempt } = await attemptOn(ctx, 'promote', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const environmentId = await environmentIdOf(tx, input.environment);
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'promote', environmentId });
      const switched = await answerObjections(
        tx,
        { versionId: loaded.row.id, environmentId },
        input.overObjections,
      );
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
          data: { deployment: challenger.id, environment: environmentId, ...switched.data },
          records: { comment: input.comment ?? '', ...switched.records },
        },
      ]);
      const place = { modelId: loaded.row.model_id, environmentId };
      const settled = await settleSwitch(tx, place, loaded.row.id);
      return {
        result: { deploymentId: challenger.id, stage: after.stage },
        events: [...events, ...settled, ...ended],
      };
    },
    { attempt },
  );
  return { ...result, receipt };
}
