import { peopleBehind } from '../behind.ts';
import { countedWhereSatisfied } from '../counted.ts';
import { isLive } from '../endorsement.ts';
import { evidenceStatus } from '../evidence-status.ts';
import type { EvidenceState, RequestState, VersionState } from '../state.ts';
import { isDeprecated } from '../version-facts.ts';
import { type Consequences, consequencesOf } from './consequences.ts';
import {
  fallBackToRegistered,
  isLiveEndorsement,
  isStanding,
  moveRequests,
  moveSignOffs,
} from './reshape.ts';
import { settle } from './settle.ts';

/** A gate that was satisfied and is no longer: from approved on the stage stays, before it the version goes back. */
function voidSatisfied(state: VersionState, ids: readonly string[]): VersionState {
  const lost = state.requests.filter(({ id, state: now }) => ids.includes(id) && now === 'satisfied');
  const voided = moveRequests(state, (request) => lost.includes(request), 'void');
  return lost.some(({ gate }) => gate === 'review') ? fallBackToRegistered(voided) : voided;
}

const hasFailed = (evidence: readonly EvidenceState[], request: RequestState): boolean =>
  evidenceStatus(evidence, request).some(({ status }) => status === 'fail');

/**
 * New evidence takes the place of the latest of its kind and environment. It voids endorsements only of gates that
 * require it and where it fails; an endorsement was possible only while it passed.
 */
export function afterEvidence(state: VersionState, evidence: EvidenceState, at: string): Consequences {
  const latest = [
    ...state.evidence.filter(
      ({ kind, environmentId }) => kind !== evidence.kind || environmentId !== evidence.environmentId,
    ),
    evidence,
  ];
  const known: VersionState = { ...state, evidence: latest };
  if (isDeprecated(state)) return consequencesOf(state, known);

  const failed = state.requests
    .filter((request) => isStanding(request) && hasFailed(latest, request))
    .map(({ id }) => id);
  const voided = moveSignOffs(
    known,
    (signOff) => failed.includes(signOff.requestId) && isLiveEndorsement(signOff),
    'void',
  );
  return consequencesOf(state, settle(voidSatisfied(voided, failed), at));
}

/** A person turned out to be an author: nothing that they signed on this version stands, and the gates it carried fall. */
export function afterAuthorFound(state: VersionState, personId: string, at: string): Consequences {
  const counted = countedWhereSatisfied(state);
  const carried = state.requests
    .filter(({ id }) => counted.get(id)?.some((signOff) => peopleBehind(signOff).includes(personId)))
    .map(({ id }) => id);
  const known: VersionState = {
    ...state,
    authors: state.authors.includes(personId) ? state.authors : [...state.authors, personId],
  };
  const voided = moveSignOffs(
    known,
    (signOff) => peopleBehind(signOff).includes(personId) && isLive(signOff),
    'void',
  );
  return consequencesOf(state, settle(voidSatisfied(voided, carried), at));
}
