import { absentFor, peopleBehind } from '../behind.ts';
import { isSeparateOperator } from '../operator-separation.ts';
import type { Command } from '../state.ts';
import {
  championBefore,
  deploymentIn,
  environmentOf,
  hasEarned,
  hasGoLive,
  isBlocked,
  isInProduction,
  isOverdue,
  lowestVoidGate,
} from '../version-facts.ts';
import { hasRole } from './authority.ts';
import { type Attempt, type Check, type Checks, type CommandOf, refuseIf } from './check.ts';
import { isNotDeprecated, stageDetail } from './stage.ts';
import { consumersWereTold } from './switch.ts';

type Deploy = CommandOf<'deploy'>;
type Promote = CommandOf<'promote'>;

export const isKnownEnvironment: Check<Extract<Command, { environmentId: string }>> = ({ state, command }) =>
  refuseIf(environmentOf(state, command.environmentId) === undefined, 'ENVIRONMENT_UNKNOWN');

export const isNotBlocked: Check = ({ state }) => refuseIf(isBlocked(state), 'BLOCKED');

/** Whether the attempt puts answers before consumers, and so needs every gate. */
const servesConsumers = ({ state, command }: Attempt<Deploy | Promote>): boolean =>
  isInProduction(state.environments, {
    environmentId: command.environmentId,
    role: command.type === 'deploy' ? command.role : 'champion',
  });

const beforeConsumers =
  (check: Check<Deploy | Promote>): Check<Deploy | Promote> =>
  (attempt) =>
    servesConsumers(attempt) ? check(attempt) : null;

const elsewhere =
  (check: Check<Deploy | Promote>): Check<Deploy | Promote> =>
  (attempt) =>
    servesConsumers(attempt) ? null : check(attempt);

const hasStageOfEnvironment: Check<Deploy | Promote> = ({ state, command }) => {
  const needed = environmentOf(state, command.environmentId)?.requiredStage;
  return refuseIf(needed !== undefined && !hasEarned(state, needed), 'STAGE_BELOW_ENVIRONMENT', {
    needed: needed ?? '',
  });
};

const hasNoVoidGate: Check = ({ state }) => {
  const gate = lowestVoidGate(state);
  return gate === null ? null : { code: 'GATE_VOID', detail: { gate } };
};

const permits: readonly Check<Deploy | Promote>[] = [
  elsewhere(hasStageOfEnvironment),
  isNotBlocked,
  beforeConsumers(hasNoVoidGate),
  beforeConsumers(({ state, at }) => refuseIf(isOverdue(state, at), 'OVERDUE')),
  beforeConsumers(({ state, command }) =>
    refuseIf(!hasGoLive(state, command.environmentId), 'GO_LIVE_MISSING'),
  ),
  beforeConsumers(({ state, command, actor }) =>
    refuseIf(
      !peopleBehind({ personId: actor.personId, deputyFor: absentFor(actor, 'operator') }).every((person) =>
        isSeparateOperator(state, command.environmentId, person),
      ),
      'OPERATOR_NOT_SEPARATE',
    ),
  ),
];

/** One deployment per version and environment; a shadow alone gives way to the role that it rehearsed. */
const isFree: Check<Deploy> = ({ state, command }) => {
  const present = deploymentIn(state, command.environmentId);
  const isRehearsed = present?.role === 'shadow' && command.role !== 'shadow';
  return refuseIf(present !== undefined && !isRehearsed, 'ALREADY_DEPLOYED');
};

export const deployChecks: Checks<Deploy> = {
  authority: [hasRole],
  ground: [
    isNotDeprecated,
    isKnownEnvironment,
    beforeConsumers(({ state }) =>
      refuseIf(!hasEarned(state, 'approved'), 'STAGE_WRONG', stageDetail(state)),
    ),
  ],
  conditions: [
    ...permits,
    (attempt) =>
      refuseIf(
        attempt.command.role === 'challenger' &&
          servesConsumers(attempt) &&
          championBefore(attempt.state, attempt.command.environmentId) === undefined,
        'NO_CHAMPION',
      ),
    isFree,
    beforeConsumers(consumersWereTold),
  ],
  person: [],
};

/** A challenger takes the champion's place. */
export const promoteChecks: Checks<Promote> = {
  authority: [hasRole],
  ground: [
    isNotDeprecated,
    isKnownEnvironment,
    beforeConsumers(({ state }) =>
      refuseIf(
        state.stage !== 'deployed' || !hasEarned(state, 'approved'),
        'STAGE_WRONG',
        stageDetail(state),
      ),
    ),
    ({ state, command }) =>
      refuseIf(deploymentIn(state, command.environmentId)?.role !== 'challenger', 'NOT_DEPLOYED'),
  ],
  conditions: [...permits, beforeConsumers(consumersWereTold)],
  person: [],
};
