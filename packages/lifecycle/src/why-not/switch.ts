import { hasCome } from '../instant.ts';
import { championBefore } from '../version-facts.ts';
import { type Check, type CommandOf, refuseIf } from './check.ts';

/**
 * An ordinary switch, from a champion that serves to this version, waits as long as the policy in force says, and in any case
 * until the moment that consumers were told of. Where nobody serves, nobody waits; rollback and the expedited road never ask.
 */
export const consumersWereTold: Check<CommandOf<'deploy'> | CommandOf<'promote'>> = ({
  state,
  command,
  at,
}) => {
  if (command.type === 'deploy' && command.role !== 'champion') return null;
  const before = championBefore(state, command.environmentId);
  if (before === undefined) return null;
  const told = state.switches.find(
    ({ environmentId, fromId }) => environmentId === command.environmentId && fromId === before.versionId,
  );
  const days = state.policy.switching?.noticeDays ?? 0;
  if (told === undefined) return refuseIf(days > 0, 'SWITCH_NOT_ANNOUNCED', { days });
  const { announcedAt, notBefore } = told;
  return refuseIf(!hasCome(notBefore, at), 'NOTICE_RUNNING', { announcedAt, notBefore });
};
