import { environmentOf, hasGoLive, hasOpenRequest, isGateRejected, isOverdue } from '../version-facts.ts';
import { hasRole, hasSignedInForIt } from './authority.ts';
import { type Checks, type CommandOf, refuseIf } from './check.ts';
import { isGateInReach, isNotDeprecated, renewalRefusal, stageDetail } from './stage.ts';

const environmentFor = (command: CommandOf<'request'>): string | null =>
  command.gate === 'goLive' ? (command.environmentId ?? '') : null;

export const requestChecks: Checks<CommandOf<'request'>> = {
  authority: [hasRole],
  ground: [
    ({ state, command }) => refuseIf(!isGateInReach(state, command.gate), 'STAGE_WRONG', stageDetail(state)),
    ({ state, command }) =>
      refuseIf(
        command.gate === 'goLive' && environmentOf(state, command.environmentId ?? '') === undefined,
        'ENVIRONMENT_UNKNOWN',
      ),
    ({ state, command }) =>
      refuseIf(
        command.gate === 'goLive' && !environmentOf(state, command.environmentId ?? '')?.production,
        'WRONG_ENVIRONMENT',
      ),
  ],
  conditions: [
    ({ state, command }) =>
      refuseIf(hasOpenRequest(state, command.gate, environmentFor(command)), 'REQUEST_OPEN'),
    ({ state, command }) =>
      refuseIf(isGateRejected(state, command.gate, environmentFor(command)), 'GATE_REJECTED'),
    ({ state, command, at }) => renewalRefusal(state, command.gate, at),
    ({ state, command, at }) => refuseIf(command.gate === 'goLive' && isOverdue(state, at), 'OVERDUE'),
    ({ state, command }) =>
      refuseIf(command.gate === 'goLive' && hasGoLive(state, command.environmentId ?? ''), 'GATE_SATISFIED'),
  ],
  person: [],
};

export const withdrawRequestChecks: Checks<CommandOf<'withdraw-request'>> = {
  authority: [hasSignedInForIt, hasRole],
  ground: [isNotDeprecated],
  conditions: [
    ({ state, command }) =>
      refuseIf(
        !state.requests.some(({ id, state: now }) => id === command.requestId && now === 'open'),
        'REQUEST_NONE',
      ),
  ],
  person: [],
};
