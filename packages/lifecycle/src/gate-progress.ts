import { peopleBehind } from './behind.ts';
import { countedWhereSatisfied, peopleKeptApartFrom, seat } from './counted.ts';
import { endorsementsOf, holdsOf, rejectionsOf, signOffsOf } from './endorsement.ts';
import { type EvidenceStatus, evidenceStatus } from './evidence-status.ts';
import { type ReferenceStatus, referenceStatus } from './reference-status.ts';
import type { RequestState, SignOffState, VersionState } from './state.ts';
import type { Gate, Role } from './vocabulary.ts';

export interface PlaceProgress {
  readonly role: Role;
  readonly quorum: number;
  /** Person ids, at most `quorum`. */
  readonly filled: readonly string[];
}

export interface GateProgress {
  readonly requestId: string;
  readonly gate: Gate;
  /** The gate holds, or holds the moment that its request is settled. */
  readonly satisfied: boolean;
  readonly places: readonly PlaceProgress[];
  readonly missing: readonly { readonly role: Role; readonly count: number }[];
  /** Ids of the sign-offs that sit in a place. */
  readonly counted: readonly string[];
  /** Ids of valid endorsements that fill no place: not counted, binding nothing. */
  readonly surplus: readonly string[];
  /** Ids of endorsements that count again once re-endorsed. */
  readonly owed: readonly string[];
  /** The questions that this gate's signers answer. */
  readonly checklist: readonly string[];
  readonly evidence: readonly EvidenceStatus[];
  readonly references: readonly ReferenceStatus[];
  /** Ids of requests for changes that hold the gate. */
  readonly heldBy: readonly string[];
  /** Ids of rejections. */
  readonly rejectedBy: readonly string[];
}

const idsOf = (signOffs: readonly SignOffState[]): string[] => signOffs.map(({ id }) => id);

function seatsOf(state: VersionState, request: RequestState): (SignOffState | null)[] {
  if (request.state === 'satisfied') {
    return seat(request, countedWhereSatisfied(state).get(request.id) ?? []);
  }
  const apart = peopleKeptApartFrom(state, request);
  return seat(
    request,
    endorsementsOf(state, request).filter(
      (signOff) => !peopleBehind(signOff).some((person) => apart.includes(person)),
    ),
  );
}

/**
 * How far a request's gate is. Endorsers are matched to places one to one, each under the role that the signature
 * names: a person with two roles signs in one capacity, and signs anew to move to the other.
 *
 * Throws a RangeError for a request that the state does not hold.
 */
export function gateProgress(state: VersionState, requestId: string): GateProgress {
  const request = state.requests.find(({ id }) => id === requestId);
  if (request === undefined) throw new RangeError(`No request ${requestId} in version ${state.id}`);

  const policy = request.policy.gates[request.gate];
  const seats = seatsOf(state, request);
  let next = 0;
  const places = policy.signOffs.map(({ role, quorum }) => {
    const own = seats.slice(next, next + quorum);
    next += quorum;
    return { role, quorum, filled: own.flatMap((signOff) => (signOff ? [signOff.personId] : [])) };
  });
  const counted = idsOf(seats.filter((signOff) => signOff !== null));
  const missing = places
    .map(({ role, quorum, filled }) => ({ role, count: quorum - filled.length }))
    .filter(({ count }) => count > 0);
  const evidence = evidenceStatus(state.evidence, request);
  const references = referenceStatus(state, request);
  const heldBy = idsOf(holdsOf(state, request));
  const rejectedBy = idsOf(rejectionsOf(state, request));
  const isComplete =
    counted.length > 0 &&
    missing.length === 0 &&
    evidence.every(({ status }) => status === 'pass') &&
    references.every(({ met }) => met) &&
    heldBy.length === 0 &&
    rejectedBy.length === 0;

  return {
    requestId,
    gate: request.gate,
    satisfied: request.state === 'satisfied' || (request.state === 'open' && isComplete),
    places,
    missing,
    counted,
    surplus: idsOf(endorsementsOf(state, request)).filter((id) => !counted.includes(id)),
    owed: idsOf(signOffsOf(state, requestId).filter((signOff) => signOff.state === 'owed')),
    checklist: policy.checklist,
    evidence,
    references,
    heldBy,
    rejectedBy,
  };
}
