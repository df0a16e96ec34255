import { absentFor, peopleBehind } from '../behind.ts';
import { peopleKeptApartFrom } from '../counted.ts';
import { isAuthor, isLive, signOffsOf } from '../endorsement.ts';
import { evidenceStatus } from '../evidence-status.ts';
import { referenceStatus } from '../reference-status.ts';
import { signingRoleOf } from '../signing-role.ts';
import type { RequestState, SignOffState, VersionState } from '../state.ts';
import { hasRunOut, isBlocked, isGateRejected, isOverdue } from '../version-facts.ts';
import { hasPlace, hasRole, hasSignedInForIt } from './authority.ts';
import { type Attempt, type Check, type Checks, type CommandOf, refuseIf } from './check.ts';
import { isGateInReach, isNotDeprecated, renewalRefusal, stageDetail } from './stage.ts';

type Sign = CommandOf<'sign'>;
type OwnSignOff = CommandOf<'withdraw-sign-off'> | CommandOf<'re-endorse'>;

const requestOf = ({ state, command }: Attempt<Sign>): RequestState | undefined =>
  state.requests.find(({ id }) => id === command.requestId);

/** Runs a check over the request that is signed; the ground has made sure that there is one. */
const overRequest =
  (check: (attempt: Attempt<Sign>, request: RequestState) => ReturnType<Check>): Check<Sign> =>
  (attempt) => {
    const request = requestOf(attempt);
    return request === undefined ? null : check(attempt, request);
  };

const isOpen = (request: RequestState): ReturnType<Check> => {
  if (request.state === 'satisfied') return { code: 'GATE_SATISFIED' };
  return refuseIf(request.state !== 'open', 'REQUEST_NONE', { state: request.state });
};

const isEndorsing = ({ command }: Attempt<Sign>): boolean => command.decision === 'endorse';

const evidenceWith = (status: 'missing' | 'fail', attempt: Attempt<Sign>, request: RequestState) => {
  const kinds = evidenceStatus(attempt.state.evidence, request)
    .filter((required) => required.status === status)
    .map(({ kind }) => kind);
  const code = status === 'fail' ? 'EVIDENCE_FAILED' : 'EVIDENCE_MISSING';
  return refuseIf(isEndorsing(attempt) && kinds.length > 0, code, { kinds });
};

const referencesMissing = (attempt: Attempt<Sign>, request: RequestState) => {
  const kinds = referenceStatus(attempt.state, request).flatMap(({ kind, met }) => (met ? [] : [kind]));
  return refuseIf(isEndorsing(attempt) && kinds.length > 0, 'REFERENCES_MISSING', { kinds });
};

/** Deciding anew replaces the earlier decision; deciding the same in the same role would change nothing. */
const hasDecidedSo = ({ state, command, actor }: Attempt<Sign>): boolean =>
  signOffsOf(state, command.requestId).some(
    (signOff) =>
      signOff.personId === actor.personId &&
      signOff.state === 'current' &&
      signOff.decision === command.decision &&
      (command.role === undefined || command.role === signOff.role),
  );

/** Who stands behind the attempt: the signer and, under a role held as a deputy, the person who is away. */
const behindSigning = ({ state, command, actor }: Attempt<Sign>): readonly string[] =>
  peopleBehind({
    personId: actor.personId,
    deputyFor: absentFor(actor, command.role ?? signingRoleOf(state, command.requestId, actor)),
  });

/** One person counts once at a gate, whether they sign or a deputy signs for them. */
const isEndorsedByOneOf = ({ state, command, actor }: Attempt<Sign>, people: readonly string[]): boolean =>
  signOffsOf(state, command.requestId).some(
    (signOff) =>
      signOff.personId !== actor.personId &&
      signOff.decision === 'endorse' &&
      isLive(signOff) &&
      peopleBehind(signOff).some((person) => people.includes(person)),
  );

export const signChecks: Checks<Sign> = {
  authority: [hasSignedInForIt, hasRole, hasPlace],
  ground: [
    isNotDeprecated,
    (attempt) => refuseIf(requestOf(attempt) === undefined, 'REQUEST_NONE'),
    overRequest(({ state }, { gate }) =>
      refuseIf(!isGateInReach(state, gate), 'STAGE_WRONG', stageDetail(state)),
    ),
  ],
  conditions: [
    overRequest((_, request) => isOpen(request)),
    overRequest(({ state }, { gate, environmentId }) =>
      refuseIf(isGateRejected(state, gate, environmentId), 'GATE_REJECTED'),
    ),
    overRequest((attempt, request) => evidenceWith('missing', attempt, request)),
    overRequest((attempt, request) => evidenceWith('fail', attempt, request)),
    overRequest(referencesMissing),
    overRequest((attempt, { gate }) =>
      refuseIf(gate === 'goLive' && isEndorsing(attempt) && isOverdue(attempt.state, attempt.at), 'OVERDUE'),
    ),
    overRequest((attempt, request) =>
      refuseIf(isEndorsing(attempt) && hasRunOut(request, attempt.at), 'OVERDUE', {
        until: request.until ?? '',
      }),
    ),
    (attempt) => refuseIf(isEndorsing(attempt) && isBlocked(attempt.state), 'BLOCKED'),
    overRequest(({ state, at }, { gate }) => renewalRefusal(state, gate, at)),
  ],
  person: [
    (attempt) =>
      refuseIf(
        behindSigning(attempt).some((person) => isAuthor(attempt.state, person)),
        'AUTHOR',
      ),
    overRequest((attempt, request) =>
      refuseIf(
        isEndorsing(attempt) &&
          behindSigning(attempt).some((person) =>
            peopleKeptApartFrom(attempt.state, request).includes(person),
          ),
        'NOT_DISTINCT',
        { gates: request.policy.gates[request.gate].distinctFrom },
      ),
    ),
    (attempt) =>
      refuseIf(
        hasDecidedSo(attempt) || (isEndorsing(attempt) && isEndorsedByOneOf(attempt, behindSigning(attempt))),
        'ALREADY_SIGNED',
      ),
  ],
};

const signOffOf = (state: VersionState, id: string): SignOffState | undefined =>
  state.signOffs.find((signOff) => signOff.id === id);

const isOwn: Check<OwnSignOff> = ({ state, command, actor }) =>
  refuseIf(signOffOf(state, command.signOffId)?.personId !== actor.personId, 'NOT_YOURS');

const requestOfSignOffIsOpen: Check<OwnSignOff> = ({ state, command }) => {
  const requestId = signOffOf(state, command.signOffId)?.requestId;
  const request = state.requests.find(({ id }) => id === requestId);
  return request === undefined ? { code: 'REQUEST_NONE' } : isOpen(request);
};

/** The role may have been lost meanwhile: taking one's word back is always one's own. */
export const withdrawSignOffChecks: Checks<CommandOf<'withdraw-sign-off'>> = {
  authority: [hasSignedInForIt, isOwn],
  ground: [isNotDeprecated],
  conditions: [
    requestOfSignOffIsOpen,
    ({ state, command }) =>
      refuseIf(signOffOf(state, command.signOffId)?.decision === 'reject', 'GATE_REJECTED'),
    ({ state, command }) => {
      const signOff = signOffOf(state, command.signOffId);
      return refuseIf(signOff !== undefined && !isLive(signOff), 'SIGN_OFF_VOID', {
        state: signOff?.state ?? '',
      });
    },
  ],
  person: [],
};

/** What the signer stands by is the same substance; only its prose moved since. */
export const reEndorseChecks: Checks<CommandOf<'re-endorse'>> = {
  authority: [
    hasSignedInForIt,
    isOwn,
    ({ state, command, actor }) => {
      const role = signOffOf(state, command.signOffId)?.role;
      return refuseIf(role !== undefined && !actor.roles.includes(role), 'FORBIDDEN');
    },
  ],
  ground: [
    isNotDeprecated,
    ({ state }) => refuseIf(state.earned !== 'registered', 'STAGE_WRONG', stageDetail(state)),
  ],
  conditions: [
    requestOfSignOffIsOpen,
    ({ state, command }) => {
      const signOff = signOffOf(state, command.signOffId);
      const isGone = signOff !== undefined && (!isLive(signOff) || signOff.substance !== state.substance);
      return refuseIf(isGone, 'SIGN_OFF_VOID');
    },
    ({ state, command }) =>
      refuseIf(signOffOf(state, command.signOffId)?.state === 'current', 'NOTHING_TO_RE_ENDORSE'),
  ],
  person: [
    ({ state, command, actor }) => {
      const deputyFor = absentFor(actor, signOffOf(state, command.signOffId)?.role);
      const people = peopleBehind({ personId: actor.personId, deputyFor });
      return refuseIf(
        people.some((person) => isAuthor(state, person)),
        'AUTHOR',
      );
    },
  ],
};
