import type { VersionState } from '../state.ts';
import { hasEarned, isDeprecated, isRenewalDue, lowestVoidGate } from '../version-facts.ts';
import type { Gate } from '../vocabulary.ts';
import { type Check, refuseIf } from './check.ts';

/** Deprecated is the end of the road. */
export const isNotDeprecated: Check = ({ state }) =>
  refuseIf(isDeprecated(state), 'STAGE_WRONG', stageDetail(state));

export const stageDetail = ({ stage, earned }: VersionState) => ({ stage, earned });

/** Gates look at the earned stage: the gate ahead, or from approved on a renewal of one behind. */
export function isGateInReach(state: VersionState, gate: Gate): boolean {
  if (isDeprecated(state)) return false;
  if (gate === 'goLive' || hasEarned(state, 'approved')) return hasEarned(state, 'approved');
  return state.earned === (gate === 'review' ? 'registered' : 'reviewed');
}

/** Null before approved, where the gate ahead is asked for the first time. */
export function renewalRefusal(state: VersionState, gate: Gate, at: string): ReturnType<Check> {
  if (gate === 'goLive' || !hasEarned(state, 'approved')) return null;
  const lowest = lowestVoidGate(state);
  return refuseIf(
    !isRenewalDue(state, gate, at),
    'RENEWAL_NOT_DUE',
    lowest === null ? undefined : { first: lowest },
  );
}
