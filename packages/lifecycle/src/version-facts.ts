import { rejectionsOf } from './endorsement.ts';
import { hasCome } from './instant.ts';
import type {
  ChampionState,
  DeploymentState,
  EnvironmentState,
  RequestState,
  VersionState,
} from './state.ts';
import type { EarnedStage, Gate, Stage } from './vocabulary.ts';
import { earnedStages, gates } from './vocabulary.ts';

export const hasEarned = (state: Pick<VersionState, 'earned'>, needed: EarnedStage): boolean =>
  earnedStages.indexOf(state.earned) >= earnedStages.indexOf(needed);

export const isDeprecated = (state: VersionState): boolean => state.stage === 'deprecated';

export const isBlocked = (state: VersionState): boolean => state.standing === 'blocked';

/** Past its approval's end (or its as-found deadline). It stops nothing that serves. */
export const isOverdue = (state: VersionState, at: string): boolean => hasCome(state.approvalEndsAt, at);

const isFor = (request: RequestState, gate: Gate, environmentId: string | null): boolean =>
  request.gate === gate && (gate !== 'goLive' || request.environmentId === environmentId);

export const requestsFor = (state: VersionState, gate: Gate, environmentId: string | null): RequestState[] =>
  state.requests.filter((request) => isFor(request, gate, environmentId));

export const hasOpenRequest = (state: VersionState, gate: Gate, environmentId: string | null): boolean =>
  requestsFor(state, gate, environmentId).some((request) => request.state === 'open');

/** The day until which approval is asked for has passed: nothing is left to grant. */
export const hasRunOut = ({ until }: RequestState, at: string): boolean => hasCome(until ?? null, at);

/** Ended by a failed check or an author match, and not renewed since. */
export const isGateVoid = (state: VersionState, gate: 'review' | 'approval'): boolean => {
  const requests = requestsFor(state, gate, null);
  return (
    requests.some((request) => request.state === 'void') &&
    !requests.some((request) => request.state === 'satisfied')
  );
};

/** The first of review and approval that is void; new deployments wait for its renewal. */
export const lowestVoidGate = (state: VersionState): 'review' | 'approval' | null =>
  (['review', 'approval'] as const).find((gate) => isGateVoid(state, gate)) ?? null;

/** From approved on a gate is asked again only when the approval ended or the gate is void, the lowest first. */
export function isRenewalDue(state: VersionState, gate: 'review' | 'approval', at: string): boolean {
  const lowest = lowestVoidGate(state);
  if (lowest !== null && gates.indexOf(lowest) < gates.indexOf(gate)) return false;
  return isOverdue(state, at) || isGateVoid(state, gate);
}

/** A rejection closes the gate for its substance; at go-live for the version and that environment. */
export const isGateRejected = (state: VersionState, gate: Gate, environmentId: string | null): boolean =>
  requestsFor(state, gate, environmentId).some(
    (request) =>
      rejectionsOf(state, request).length > 0 && (gate === 'goLive' || request.substance === state.substance),
  );

/** Whether any rejection stands, at whatever gate. */
export const hasStandingRejection = (state: VersionState): boolean =>
  state.requests.some((request) => isGateRejected(state, request.gate, request.environmentId));

/** The go-live gate holds for this environment. A block suspends it, which `isBlocked` tells. */
export const hasGoLive = (state: VersionState, environmentId: string): boolean =>
  requestsFor(state, 'goLive', environmentId).some((request) => request.state === 'satisfied');

export const environmentOf = (state: VersionState, id: string): EnvironmentState | undefined =>
  state.environments.find((environment) => environment.id === id);

export const deploymentIn = (state: VersionState, environmentId: string): DeploymentState | undefined =>
  state.deployments.find((deployment) => deployment.environmentId === environmentId);

/** The other version that serves as champion in an environment, whose consumers a switch concerns. */
export const championBefore = (state: VersionState, environmentId: string): ChampionState | undefined =>
  state.champions.find(
    (champion) =>
      champion.environmentId === environmentId && champion.versionId !== state.id && champion.serving,
  );

/** Champion or challenger in a production environment, suspended or not: what makes the stage `deployed`. */
export const isInProduction = (
  environments: readonly EnvironmentState[],
  { environmentId, role }: Pick<DeploymentState, 'environmentId' | 'role'>,
): boolean =>
  role !== 'shadow' && environments.some(({ id, production }) => production && id === environmentId);

/** The stage shown: the earned one, unless the version serves in production or has reached its end. */
export function stageOf(
  state: Pick<VersionState, 'stage' | 'earned' | 'deployments' | 'environments'>,
): Stage {
  if (state.stage === 'deprecated') return 'deprecated';
  return state.deployments.some((deployment) => isInProduction(state.environments, deployment))
    ? 'deployed'
    : state.earned;
}

/** Approved, with a go-live for the environment: an expedited deployment that owes nothing any more. */
export const hasAllGates = (state: VersionState, environmentId: string): boolean =>
  state.earned === 'approved' && lowestVoidGate(state) === null && hasGoLive(state, environmentId);

/** An expedited deployment whose 72 hours, which run on while suspended, ended before its gates were there. */
export const hasLapsed = (state: VersionState, deployment: DeploymentState, at: string): boolean =>
  deployment.ground === 'expedited' &&
  hasCome(deployment.lapsesAt, at) &&
  !hasAllGates(state, deployment.environmentId);
