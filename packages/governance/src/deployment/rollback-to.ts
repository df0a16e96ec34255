import type { Deployed, InEnvironment } from '@countersign/contracts';
import type { Ground } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { endOtherChampion, startDeployment } from './move-champion.ts';

/** Goes back to a version that was champion in this environment: a pointer move that needs no new sign-off. */
export async function rollbackTo(ctx: Context, input: InEnvironment): Promise<Deployed> {
  const { attempt } = await attemptOn(ctx, 'rollback', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const environmentId = await environmentIdOf(tx, input.environment);
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'rollback', environmentId });
      const ended = await endOtherChampion(
        tx,
        { modelId: loaded.row.model_id, environmentId },
        loaded.row.id,
        'rolled-back',
      );
      const before = await tx.query<{ ground: Ground }>(
        `SELECT ground FROM deployment WHERE version_id = $1 AND environment_id = $2 AND was_champion AND ground <> 'expedited' ORDER BY started_at DESC LIMIT 1`,
        [loaded.row.id, environmentId],
      );
      const ground = before.rows[0]!.ground;
      const started = await startDeployment(
        tx,
        ctx.actor.id,
        loaded,
        { environmentId, role: 'champion', ground, lapsesAt: null, incident: null },
        (deployment) => ({
          event: 'version.rolled-back-to',
          data: { deployment, environment: environmentId, ground },
          records: { comment: input.comment ?? '' },
        }),
        'rolled-back',
      );
      return { result: started, events: [...started.events, ...ended] };
    },
    { attempt, waitMs: 0 },
  );
  return { deploymentId: result.deploymentId, stage: result.stage, receipt };
}
