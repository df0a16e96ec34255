import { countedWhereSatisfied } from '../counted.ts';
import { gateProgress } from '../gate-progress.ts';
import { daysAfter } from '../instant.ts';
import type { RequestState, VersionState } from '../state.ts';
import { hasRunOut, isOverdue, isRenewalDue } from '../version-facts.ts';
import { gates } from '../vocabulary.ts';
import { isGateInReach } from '../why-not/stage.ts';
import { closeRequests, moveRequests, withDerivedStage } from './reshape.ts';

/** A gate is satisfied only where it may be asked for: in its stage, or as a renewal that is due, lowest first. */
function isTimely(state: VersionState, request: RequestState, at: string): boolean {
  if (request.state !== 'open' || !isGateInReach(state, request.gate) || hasRunOut(request, at)) return false;
  if (request.gate === 'goLive') return !isOverdue(state, at);
  return state.earned !== 'approved' || isRenewalDue(state, request.gate, at);
}

const isSameGate = (a: RequestState, b: RequestState): boolean =>
  a.gate === b.gate && a.environmentId === b.environmentId;

/** Go-lives live as long as the approval they stand on: a renewal after its end asks for them again. */
function endGoLives(state: VersionState): VersionState {
  const superseded = moveRequests(
    state,
    (request) => request.gate === 'goLive' && request.state === 'satisfied',
    'superseded',
  );
  return closeRequests(superseded, ({ gate, state: now }) => gate === 'goLive' && now === 'open');
}

function satisfy(state: VersionState, request: RequestState, at: string): VersionState {
  const superseded = moveRequests(
    state,
    (other) => isSameGate(other, request) && other.state === 'satisfied',
    'superseded',
  );
  const satisfied = moveRequests(superseded, ({ id }) => id === request.id, 'satisfied');
  if (request.gate === 'goLive') return satisfied;
  if (request.gate === 'review') {
    return withDerivedStage({
      ...satisfied,
      earned: state.earned === 'registered' ? 'reviewed' : state.earned,
    });
  }
  const approved = isOverdue(state, at) ? endGoLives(satisfied) : satisfied;
  return withDerivedStage({
    ...approved,
    earned: 'approved',
    approvalEndsAt: approvalEnd(satisfied, request, at),
  });
}

/** The day that was asked for, or an earlier one that a counted endorser put as a condition. */
function approvalEnd(state: VersionState, request: RequestState, at: string): string {
  const asked = request.until ?? daysAfter(at, request.policy.validityDays);
  const counted = countedWhereSatisfied(state).get(request.id) ?? [];
  return [asked, ...counted.flatMap(({ until }) => until ?? [])].sort()[0]!;
}

/**
 * Satisfies every gate that is complete, the lowest first. Whatever event completes a gate moves the stage in its own
 * transaction, so each consequence ends here.
 */
export function settle(state: VersionState, at: string): VersionState {
  for (const gate of gates) {
    const ready = state.requests.find(
      (request) =>
        request.gate === gate && isTimely(state, request, at) && gateProgress(state, request.id).satisfied,
    );
    if (ready !== undefined) return settle(satisfy(state, ready, at), at);
  }
  return state;
}
