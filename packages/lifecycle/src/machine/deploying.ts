import { moveRequests, withDerivedStage } from '../consequences/reshape.ts';
import { lapsesAt } from '../expedited.ts';
import { daysAfter } from '../instant.ts';
import type { DeploymentState, VersionState } from '../state.ts';
import type { Ground } from '../vocabulary.ts';

const lasting: readonly Ground[] = ['gates', 'mandate', 'as-found'];

/** Keeps what is told about champions true to this version's own deployments. */
export function withOwnChampions(state: VersionState): VersionState {
  const own = state.deployments.filter(({ role }) => role === 'champion');
  const environmentIds = own.map(({ environmentId }) => environmentId);
  const remembered = own
    .filter(({ ground }) => lasting.includes(ground))
    .map(({ environmentId }) => environmentId);
  return withDerivedStage({
    ...state,
    champions: [
      ...state.champions.filter(
        ({ environmentId, versionId }) => versionId !== state.id && !environmentIds.includes(environmentId),
      ),
      ...own.map(({ environmentId, state: now }) => ({
        environmentId,
        versionId: state.id,
        serving: now === 'serving',
      })),
    ],
    wasChampionIn: [...new Set([...state.wasChampionIn, ...remembered])],
  });
}

/** A version has one deployment per environment: a new one takes the place of what it had there. */
export function deployed(
  state: VersionState,
  made: Pick<DeploymentState, 'environmentId' | 'role' | 'ground'> & { readonly id?: string },
  at: string,
): VersionState {
  const deployment: DeploymentState = {
    id: made.id ?? `${made.environmentId}@${at}`,
    environmentId: made.environmentId,
    role: made.role,
    ground: made.ground,
    state: 'serving',
    lapsesAt: made.ground === 'expedited' ? lapsesAt(at) : null,
  };
  return withOwnChampions({
    ...state,
    deployments: [
      ...state.deployments.filter(({ environmentId }) => environmentId !== made.environmentId),
      deployment,
    ],
  });
}

export const withoutDeployment = (state: VersionState, environmentId: string): VersionState =>
  withOwnChampions({
    ...state,
    deployments: state.deployments.filter((deployment) => deployment.environmentId !== environmentId),
  });

export const withDeployment = (
  state: VersionState,
  which: (deployment: DeploymentState) => boolean,
  change: Partial<DeploymentState>,
): VersionState =>
  withOwnChampions({
    ...state,
    deployments: state.deployments.map((deployment) =>
      which(deployment) ? { ...deployment, ...change } : deployment,
    ),
  });

/** A mandate stands for all the gates: what was void before it is past, and an approval runs from the use. */
export function mandated(state: VersionState, environmentId: string, at: string): VersionState {
  const settled = moveRequests(
    state,
    (request) => request.state === 'void' || request.state === 'open',
    'superseded',
  );
  return deployed(
    { ...settled, earned: 'approved', approvalEndsAt: daysAfter(at, state.policy.validityDays) },
    { environmentId, role: 'champion', ground: 'mandate' },
    at,
  );
}
