import { type DeployExpedited, type Deployed, Refusal } from '@countersign/contracts';
import { lapsesAt } from '@countersign/lifecycle';
import { ownRolesHeld } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { endOtherChampion, startDeployment } from './move-champion.ts';

/** The signature that the expedited deployment stands on: current, an endorsement, over this substance and incident. */
async function signerOfIncident(
  tx: Tx,
  input: DeployExpedited,
  versionId: string,
  substance: string,
  environmentId: string,
): Promise<string | undefined> {
  const found = await tx.query<{ person_id: string }>(
    `SELECT s.person_id FROM sign_off s JOIN request r ON r.id = s.request_id
     WHERE s.id = $1 AND s.version_id = $2 AND s.substance = $3 AND s.state = 'current' AND s.decision = 'endorse'
       AND r.state = 'satisfied' AND r.incident = $4 AND r.environment_id = $5 FOR SHARE OF s`,
    [input.signOffId, versionId, substance, input.incident, environmentId],
  );
  return found.rows[0]?.person_id;
}

/** A forward fix on one signature, for at most 72 hours, marked expedited everywhere; once per version. */
export async function deployExpedited(ctx: Context, input: DeployExpedited): Promise<Deployed> {
  const { attempt } = await attemptOn(ctx, 'deploy-expedited', input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      const { row } = loaded;
      const environmentId = await environmentIdOf(tx, input.environment);
      const signerId = await signerOfIncident(tx, input, row.id, row.substance, environmentId);
      const signerRoles = signerId ? await ownRolesHeld(tx, signerId, row.model_id) : [];
      await refuseUnlessAllowed(tx, ctx, loaded, {
        type: 'deploy-expedited',
        environmentId,
        incident: input.incident,
        ...(signerId ? { signerId, signerRoles } : {}),
      });
      if (!signerId) throw new Refusal('SIGNER_MISSING', 'The signature for this incident is missing.');
      const ended = await endOtherChampion(
        tx,
        { modelId: row.model_id, environmentId },
        row.id,
        'replaced-by-champion',
      );
      const lapses = lapsesAt(tx.at.toISOString());
      const started = await startDeployment(
        tx,
        ctx.actor.id,
        loaded,
        { environmentId, role: 'champion', ground: 'expedited', lapsesAt: lapses, incident: input.incident },
        (deployment) => ({
          event: 'version.deployed-expedited',
          data: {
            deployment,
            environment: environmentId,
            incident: input.incident,
            signOff: input.signOffId,
            lapsesAt: lapses,
          },
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
