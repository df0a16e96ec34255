import type { GateView, PersonRef } from '@countersign/contracts';
import {
  type Actor,
  type Gate,
  type GateProgress,
  gateProgress,
  isGateRejected,
  type ReasonCode,
  type RequestState,
  type VersionState,
  whyNot,
} from '@countersign/lifecycle';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { signedOf } from '../lifecycle/signed-of.ts';
import type { EnvironmentFacts, GateFacts } from './gate-facts-row.ts';

/** The gates of a version: review, approval, and go-live for each production environment. */
export function gateViews({ state, row }: LoadedVersion, facts: GateFacts, at: string): GateView[] {
  const names = new Map(
    [...facts.signers, ...facts.people].map(({ id, name }): [string, string] => [id, name]),
  );
  const nameOf = (id: string): PersonRef => ({ id, name: names.get(id) ?? 'Unknown person' });
  const people = facts.people.map(({ id, roles }): Actor => ({ personId: id, roles, via: 'session' }));
  const view = (gate: Gate, environment: EnvironmentFacts | null): GateView => {
    const environmentId = environment?.id ?? null;
    const found = requestShown(state, gate, environmentId);
    const asked = found ?? imaginedRequest(state, gate, environmentId);
    const seen: VersionState = found
      ? state
      : { ...withinReach(state, gate), requests: [...state.requests, asked] };
    const progress = gateProgress(seen, asked.id);
    const request = found ? facts.requests.find(({ id }) => id === found.id) : undefined;
    return {
      gate,
      environment: environment?.key ?? null,
      state: stateOfGate(state, found),
      request: request ? { ...request, policy: { id: asked.policy.id, number: asked.policy.number } } : null,
      policy: { id: asked.policy.id, number: asked.policy.number },
      forClass: asked.policy.retrain?.[gate] ? (row.change_class ?? 'redesign') : null,
      places: progress.places.map(({ role, quorum, filled }) => ({
        role,
        quorum,
        filled: filled.map(nameOf),
      })),
      ...signedOf(progress),
      evidence: progress.evidence.map(
        ({ kind, must, status, atLeast = null, environmentId: computedIn }) => ({
          kind,
          must,
          status,
          atLeast,
          evidenceId: evidenceIdOf(facts, kind, computedIn ?? environmentId),
        }),
      ),
      references: progress.references.map(({ kind, met }) => ({ kind, met })),
      heldBy: state.signOffs
        .filter(({ id }) => progress.heldBy.includes(id))
        .map(({ personId }) => nameOf(personId)),
      couldSign: whoCouldFill(seen, progress, asked, people, at).map(nameOf),
    };
  };
  return [
    view('review', null),
    view('approval', null),
    ...facts.environments
      .filter(({ production }) => production)
      .map((environment) => view('goLive', environment)),
  ];
}

/** The request that tells most about a gate: one that collects, else one that holds, else the latest that ended it. */
function requestShown(
  state: VersionState,
  gate: Gate,
  environmentId: string | null,
): RequestState | undefined {
  const requests = state.requests.filter(
    (request) => request.gate === gate && request.environmentId === environmentId,
  );
  const latest = (wanted: readonly RequestState['state'][]) =>
    requests.findLast((request) => wanted.includes(request.state));
  const ended = isGateRejected(state, gate, environmentId) ? latest(['closed']) : undefined;
  return latest(['open']) ?? latest(['satisfied']) ?? ended ?? latest(['void']);
}

function stateOfGate(state: VersionState, found: RequestState | undefined): GateView['state'] {
  if (found === undefined) return 'none';
  if (found.state === 'closed' || isGateRejected(state, found.gate, found.environmentId)) return 'rejected';
  return found.state === 'open' || found.state === 'satisfied' ? found.state : 'void';
}

/** A request as it would be opened today: shows what the gate would need, and of whom. */
const imaginedRequest = (state: VersionState, gate: Gate, environmentId: string | null): RequestState => ({
  id: 'imagined',
  gate,
  environmentId,
  policy: state.policy,
  state: 'open',
  substance: state.substance,
});

const earnedBefore = { review: 'registered', approval: 'reviewed', goLive: 'approved' } as const;

/** The version at the stage where the gate is asked for, so that its people can be told before it gets there. */
function withinReach(state: VersionState, gate: Gate): VersionState {
  if (state.stage === 'deprecated') return state;
  return { ...state, stage: earnedBefore[gate], earned: earnedBefore[gate], approvalEndsAt: null };
}

/** What stands against the person. The rest stands against everybody alike, and may be over tomorrow. */
const personal: readonly ReasonCode[] = [
  'FORBIDDEN',
  'ROLE_NOT_A_PLACE',
  'AUTHOR',
  'NOT_DISTINCT',
  'ALREADY_SIGNED',
  'STAGE_WRONG',
  'GATE_REJECTED',
];

function whoCouldFill(
  state: VersionState,
  progress: GateProgress,
  request: RequestState,
  people: readonly Actor[],
  at: string,
): string[] {
  if (request.state !== 'open') return [];
  return people
    .filter((actor) =>
      progress.missing.some(
        ({ role }) =>
          actor.roles.includes(role) &&
          !whyNot(state, { type: 'sign', requestId: request.id, decision: 'endorse', role }, actor, at).some(
            ({ code }) => personal.includes(code),
          ),
      ),
    )
    .map(({ personId }) => personId);
}

const evidenceIdOf = ({ latest }: GateFacts, kind: string, environmentId: string | null): string | null => {
  const ofKind = latest.filter((found) => found.kind === kind);
  const found =
    ofKind.find((one) => one.environmentId === environmentId) ??
    ofKind.find((one) => one.environmentId === null);
  return found?.id ?? null;
};
