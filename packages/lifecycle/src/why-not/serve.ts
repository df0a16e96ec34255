import { isAuthor } from '../endorsement.ts';
import { isIncident } from '../expedited.ts';
import type { DeploymentState } from '../state.ts';
import { deploymentIn, environmentOf, hasLapsed, hasStandingRejection } from '../version-facts.ts';
import { hasRole } from './authority.ts';
import { type Attempt, type Checks, type CommandOf, refuseIf } from './check.ts';
import { isKnownEnvironment, isNotBlocked } from './deploy.ts';
import { isNotDeprecated, stageDetail } from './stage.ts';

/** A forward fix for at most 72 hours on one signature of a reviewer or approver who is no author. */
export const deployExpeditedChecks: Checks<CommandOf<'deploy-expedited'>> = {
  authority: [hasRole],
  ground: [
    ({ state }) =>
      refuseIf(state.stage === 'deployed' || state.stage === 'deprecated', 'STAGE_WRONG', stageDetail(state)),
    isKnownEnvironment,
    ({ state, command }) =>
      refuseIf(!environmentOf(state, command.environmentId)?.production, 'WRONG_ENVIRONMENT'),
  ],
  conditions: [
    isNotBlocked,
    ({ state }) => refuseIf(hasStandingRejection(state), 'REJECTION_STANDS'),
    ({ state }) => refuseIf(state.expeditedUsed, 'EXPEDITED_USED'),
    ({ command }) => refuseIf(!isIncident(command.incident), 'INCIDENT_MISSING'),
  ],
  person: [
    ({ command: { signerId, signerRoles = [] } }) =>
      refuseIf(
        signerId === undefined || !signerRoles.some((role) => role === 'reviewer' || role === 'approver'),
        'SIGNER_MISSING',
      ),
    ({ state, command: { signerId } }) =>
      refuseIf(signerId !== undefined && isAuthor(state, signerId), 'AUTHOR'),
  ],
};

const suspended = ({ state, command }: Attempt<CommandOf<'resume'>>): DeploymentState | undefined =>
  state.deployments.find(({ id }) => id === command.deploymentId);

/** A shadow, and any deployment outside production, is resumed at whatever stage it was made. */
export const resumeChecks: Checks<CommandOf<'resume'>> = {
  authority: [hasRole],
  ground: [
    isNotDeprecated,
    (attempt) =>
      refuseIf(
        suspended(attempt) === undefined && attempt.state.stage !== 'deployed',
        'STAGE_WRONG',
        stageDetail(attempt.state),
      ),
    (attempt) => refuseIf(suspended(attempt) === undefined, 'NOT_DEPLOYED'),
  ],
  conditions: [
    isNotBlocked,
    (attempt) => refuseIf(suspended(attempt)?.state !== 'suspended', 'NOT_SUSPENDED'),
    (attempt) => {
      const deployment = suspended(attempt);
      return refuseIf(deployment !== undefined && hasLapsed(attempt.state, deployment, attempt.at), 'LAPSED');
    },
  ],
  person: [],
};

/** Stopping knows no separation, no standing and no date. */
export const stopChecks: Checks<CommandOf<'stop'>> = {
  authority: [hasRole],
  ground: [isNotDeprecated],
  conditions: [
    ({ state, command }) =>
      refuseIf(deploymentIn(state, command.environmentId) === undefined, 'NOT_DEPLOYED'),
  ],
  person: [],
};

/** Back to a version that was champion here on a ground that lasts; an ended approval does not stand in the way. */
export const rollbackChecks: Checks<CommandOf<'rollback'>> = {
  authority: [hasRole],
  ground: [isNotDeprecated, isKnownEnvironment],
  conditions: [
    isNotBlocked,
    ({ state, command }) => refuseIf(!state.wasChampionIn.includes(command.environmentId), 'NEVER_CHAMPION'),
    ({ state, command }) =>
      refuseIf(deploymentIn(state, command.environmentId)?.role === 'champion', 'ALREADY_DEPLOYED'),
  ],
  person: [],
};
