import type { DeploymentRow, EnvironmentBoard } from '@countersign/contracts';
import { whyNot } from '@countersign/lifecycle';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { listEnvironments } from '../environment/list-environments.ts';
import { readStates } from '../lifecycle/read-states.ts';
import { showReason } from '../lifecycle/show-reason.ts';
import { findModelId } from '../model/find-model.ts';
import { type DeploymentRecord, deploymentSelect, toDeploymentRow } from './deployment-row.ts';

const newestVersions = 30;
const endedPerEnvironment = 10;

/**
 * A model in every environment: what serves and what served before, and which versions could be deployed (as champion)
 * or rolled back to, with what stands against it. Candidates are the newest versions and those that were champion once.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readBoards(
  ctx: Context,
  input: { readonly model: string },
): Promise<EnvironmentBoard[]> {
  const scope = await readScope(ctx);
  const modelId = await findModelId(ctx, input.model);
  requireModelIn(scope, modelId);
  const actor = scope.actorOn(modelId);
  const at = ctx.clock().toISOString();
  const [environments, deployments, candidates] = await Promise.all([
    listEnvironments(ctx),
    ctx.pool.query<DeploymentRecord>(
      `${deploymentSelect}
       WHERE d.id IN (
         SELECT id FROM (
           SELECT id, ended_at, row_number() OVER (PARTITION BY environment_id, ended_at IS NULL ORDER BY started_at DESC, id DESC) AS place
           FROM deployment WHERE model_id = $1
         ) ranked WHERE ended_at IS NULL OR place <= $2)
       ORDER BY d.ended_at IS NOT NULL, d.role, d.started_at DESC, d.id DESC`,
      [modelId, endedPerEnvironment],
    ),
    ctx.pool.query<{ id: string }>(
      `SELECT v.id FROM version v
       WHERE v.model_id = $1 AND v.stage <> 'deprecated'
         AND (v.number > (SELECT max(number) FROM version WHERE model_id = $1) - $2
           OR EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.was_champion))
       ORDER BY v.number DESC LIMIT 100`,
      [modelId, newestVersions],
    ),
  ]);
  const states = await readStates(
    ctx,
    candidates.rows.map(({ id }) => id),
  );
  const inEnvironment = (id: string): DeploymentRow[] =>
    deployments.rows.filter((row) => row.environment_id === id).map(toDeploymentRow);
  return environments.map((environment) => ({
    environment,
    deployments: inEnvironment(environment.id),
    candidates: candidates.rows.flatMap(({ id }) => {
      const loaded = states.get(id);
      if (!loaded) return [];
      const { row, state } = loaded;
      const there = { environmentId: environment.id };
      return {
        label: row.label,
        stage: state.stage,
        standing: state.standing,
        deploy: whyNot(state, { type: 'deploy', role: 'champion', ...there }, actor, at).map(showReason),
        rollback: state.wasChampionIn.includes(environment.id)
          ? whyNot(state, { type: 'rollback', ...there }, actor, at).map(showReason)
          : null,
      };
    }),
  }));
}
