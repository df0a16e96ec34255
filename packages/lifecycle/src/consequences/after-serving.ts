import { hasCome } from '../instant.ts';
import { liftProgress } from '../lift.ts';
import type { DeploymentState, VersionState } from '../state.ts';
import { hasAllGates, hasLapsed } from '../version-facts.ts';
import { type Consequences, consequencesOf } from './consequences.ts';
import { closeRequests, withDerivedStage } from './reshape.ts';

/** `deployments` is every deployment of this version that has not ended. */
export const afterDeploymentChange = (
  state: VersionState,
  deployments: readonly DeploymentState[],
): Consequences => consequencesOf(state, withDerivedStage({ ...state, deployments }));

/** Blocked suspends every deployment; signatures gathered for the lift of a milder standing do not carry over. */
export const afterMark = (state: VersionState, standing: 'advisory' | 'blocked'): Consequences =>
  consequencesOf(state, {
    ...state,
    standing,
    liftSignatures: [],
    deployments:
      standing === 'blocked'
        ? state.deployments.map((deployment) => ({ ...deployment, state: 'suspended' }))
        : state.deployments,
  });

/** `state` already holds the new signature. The lift gives back the go-live; deployments wait for an operator. */
export const afterLift = (state: VersionState): Consequences =>
  consequencesOf(
    state,
    liftProgress(state).lifted ? { ...state, standing: 'usable', liftSignatures: [] } : state,
  );

/** The end: nothing serves and nothing is asked any more. */
export const afterDeprecate = (state: VersionState): Consequences =>
  consequencesOf(state, {
    ...closeRequests(state, ({ state: now }) => now === 'open'),
    stage: 'deprecated',
    deployments: [],
  });

const isOrdinaryNow = (state: VersionState, deployment: DeploymentState, at: string): boolean =>
  deployment.ground === 'expedited' &&
  hasCome(deployment.lapsesAt, at) &&
  hasAllGates(state, deployment.environmentId);

/** At the end of the 72 hours an expedited deployment is an ordinary one, if its gates are there, or it ends. */
export const afterLapse = (state: VersionState, at: string): Consequences =>
  afterDeploymentChange(
    state,
    state.deployments
      .filter((deployment) => !hasLapsed(state, deployment, at))
      .map((deployment) =>
        isOrdinaryNow(state, deployment, at)
          ? { ...deployment, ground: 'gates', lapsesAt: null }
          : deployment,
      ),
  );

/** Who answers after an expedited deployment ended: never silence, at worst an explicit stop (410). */
export const heirAfterLapse = (heirs: {
  readonly hasPreviousChampion: boolean;
  readonly hasFallback: boolean;
}): 'previous-champion' | 'fallback' | 'stop' => {
  if (heirs.hasPreviousChampion) return 'previous-champion';
  return heirs.hasFallback ? 'fallback' : 'stop';
};
