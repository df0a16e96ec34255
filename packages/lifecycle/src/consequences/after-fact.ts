import { peopleBehind } from '../behind.ts';
import { countedWhereSatisfied } from '../counted.ts';
import { isLive } from '../endorsement.ts';
import { evidenceStatus } from '../evidence-status.ts';
import { referenceStatus } from '../reference-status.ts';
import type { EvidenceState, RequestState, VersionState } from '../state.ts';
import { isDeprecated } from '../version-facts.ts';
import type { ReferenceKind } from '../vocabulary.ts';
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

  return voidWhere(state, known, (request) => hasFailed(latest, request), at);
}

/** Endorsements of the gates whose ground is gone are void, and the gates that they carried fall. */
function voidWhere(
  state: VersionState,
  known: VersionState,
  isGroundless: (request: RequestState) => boolean,
  at: string,
): Consequences {
  const failed = state.requests
    .filter((request) => isStanding(request) && isGroundless(request))
    .map(({ id }) => id);
  const voided = moveSignOffs(
    known,
    (signOff) => failed.includes(signOff.requestId) && isLiveEndorsement(signOff),
    'void',
  );
  return consequencesOf(state, settle(voidSatisfied(voided, failed), at));
}

/**
 * A reference was added or withdrawn; `references` are the kinds that are left. A gate that loses the last one of a kind
 * that it requires falls like one whose required check fails.
 */
export function afterReferences(
  state: VersionState,
  references: readonly ReferenceKind[],
  at: string,
): Consequences {
  const known: VersionState = { ...state, references };
  if (isDeprecated(state)) return consequencesOf(state, known);
  const lacks = (of: VersionState, request: RequestState) =>
    referenceStatus(of, request).some(({ met }) => !met);
  return voidWhere(state, known, (request) => lacks(known, request) && !lacks(state, request), at);
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
