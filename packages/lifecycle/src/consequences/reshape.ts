import { isLive } from '../endorsement.ts';
import type { RequestState, SignOffState, VersionState } from '../state.ts';
import { stageOf } from '../version-facts.ts';

/** The stage shown follows from the earned one and the deployments, so it is derived last. */
export const withDerivedStage = (state: VersionState): VersionState => ({ ...state, stage: stageOf(state) });

export const moveRequests = (
  state: VersionState,
  which: (request: RequestState) => boolean,
  to: RequestState['state'],
): VersionState => ({
  ...state,
  requests: state.requests.map((request) => (which(request) ? { ...request, state: to } : request)),
});

export const moveSignOffs = (
  state: VersionState,
  which: (signOff: SignOffState) => boolean,
  to: SignOffState['state'],
): VersionState => ({
  ...state,
  signOffs: state.signOffs.map((signOff) => (which(signOff) ? { ...signOff, state: to } : signOff)),
});

export const isLiveEndorsement = (signOff: SignOffState): boolean =>
  signOff.decision === 'endorse' && isLive(signOff);

export const isOpenRequestForChanges = (signOff: SignOffState): boolean =>
  signOff.decision === 'request-changes' && signOff.state === 'current';

/** Requests that collect or hold: what an event can still end. */
export const isStanding = (request: RequestState): boolean =>
  request.state === 'open' || request.state === 'satisfied';

/** Closes requests; their endorsements end with them, for ever. */
export function closeRequests(state: VersionState, which: (request: RequestState) => boolean): VersionState {
  const ids = state.requests.filter((request) => isStanding(request) && which(request)).map(({ id }) => id);
  const closed = moveRequests(state, ({ id }) => ids.includes(id), 'closed');
  return moveSignOffs(
    closed,
    (signOff) => ids.includes(signOff.requestId) && isLiveEndorsement(signOff),
    'void',
  );
}

/** What reviewed gave is lost; a request for approval made on its strength ends too. The end of the road stays. */
export function fallBackToRegistered(state: VersionState): VersionState {
  if (state.earned !== 'reviewed' || state.stage === 'deprecated') return state;
  return withDerivedStage({
    ...closeRequests(state, ({ gate }) => gate === 'approval'),
    earned: 'registered',
  });
}
