import type { AsOfModel } from '@countersign/contracts';
import type { DeploymentState, LedgerState, ModelState } from '@countersign/ledger';
import type { Names } from './read-names-of.ts';
import { hasEnded } from './read-state.ts';
import { versionAsOf } from './version-as-of.ts';

const roleOrder = ['champion', 'challenger', 'shadow'];

/** A model as it was, with the versions that were read of it. */
export function modelAsOf(
  model: ModelState,
  state: LedgerState,
  { versions, deployments }: LedgerState,
  names: Names,
): AsOfModel {
  const mine = [...versions.values()].filter((version) => version.model === model.id);
  const ids = new Set(mine.map(({ id }) => id));
  const environmentOf = (deployment: DeploymentState) => state.environments.get(deployment.environment);
  const deployed = [...deployments.values()]
    .filter((deployment) => !hasEnded(deployment) && ids.has(deployment.version))
    .map((deployment) => ({
      id: deployment.id,
      environment: environmentOf(deployment)?.key ?? deployment.environment,
      production: environmentOf(deployment)?.production ?? false,
      role: deployment.role,
      ground: deployment.ground,
      state: deployment.state,
      at: deployment.at,
      by: names.person(deployment.by),
      number: deployment.entry,
      versionId: deployment.version,
    }))
    .sort(
      (a, b) =>
        Number(b.production) - Number(a.production) ||
        a.environment.localeCompare(b.environment) ||
        roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role),
    );
  return {
    id: model.id,
    key: model.key,
    name: names.model(model.id),
    tier: model.tier,
    policy: { id: model.policy, number: latestPolicy(state, model.policy) },
    retired: model.retired,
    number: model.entry,
    deployments: deployed,
    versions: mine.map((version) => versionAsOf(version, state, names)),
  };
}

function latestPolicy({ policies }: LedgerState, id: string): number | null {
  const numbers = [...policies.values()].filter((policy) => policy.id === id).map(({ number }) => number);
  return numbers.length > 0 ? Math.max(...numbers) : null;
}
