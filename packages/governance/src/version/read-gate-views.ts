import type { GateView } from '@countersign/contracts';
import {
  type Actor,
  type Gate,
  type GateProgress,
  gateProgress,
  isGateRejected,
  type ReasonCode,
  type RequestState,
  type Role,
  signingRoles,
  type VersionState,
  whyNot,
} from '@countersign/lifecycle';
import type { Context } from '../context.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { signedOf } from '../lifecycle/signed-of.ts';
import { readNames } from '../person/read-names.ts';

interface RequestFacts {
  readonly id: string;
  readonly revision: number;
  readonly comment: string;
  readonly person_id: string;
  readonly opened_at: Date;
  readonly due_at: Date | null;
}

interface Facts {
  readonly requests: ReadonlyMap<string, RequestFacts>;
  /** People who hold a role that signs, with the roles that they hold on this model. */
  readonly people: readonly Actor[];
  readonly evidence: readonly {
    readonly id: string;
    readonly kind: string;
    readonly environment_id: string | null;
  }[];
}

interface Environment {
  readonly id: string;
  readonly key: string;
  readonly production: boolean;
}

/** More holders of a role than this are not listed one by one. */
const mostPeople = 200;

/** The gates of a version: review, approval, and go-live for each production environment. */
export async function readGateViews(
  ctx: Context,
  loaded: LoadedVersion,
  environments: readonly Environment[],
): Promise<GateView[]> {
  const { state } = loaded;
  const facts = await readFacts(ctx, loaded);
  const nameOf = await readNames(ctx, [
    ...state.signOffs.map(({ personId }) => personId),
    ...facts.people.map(({ personId }) => personId),
    ...[...facts.requests.values()].map(({ person_id }) => person_id),
  ]);
  const at = ctx.clock().toISOString();
  const view = (gate: Gate, environment: Environment | null): GateView => {
    const environmentId = environment?.id ?? null;
    const found = requestShown(state, gate, environmentId);
    const asked = found ?? imaginedRequest(state, gate, environmentId);
    const seen: VersionState = found
      ? state
      : { ...withinReach(state, gate), requests: [...state.requests, asked] };
    const progress = gateProgress(seen, asked.id);
    const request = found ? facts.requests.get(found.id) : undefined;
    return {
      gate,
      environment: environment?.key ?? null,
      state: stateOfGate(state, found),
      request: request
        ? {
            id: request.id,
            revision: request.revision,
            comment: request.comment,
            by: nameOf(request.person_id),
            at: request.opened_at.toISOString(),
            dueAt: request.due_at?.toISOString() ?? null,
            policy: { id: asked.policy.id, number: asked.policy.number },
          }
        : null,
      places: progress.places.map(({ role, quorum, filled }) => ({
        role,
        quorum,
        filled: filled.map(nameOf),
      })),
      ...signedOf(progress),
      evidence: progress.evidence.map(({ kind, must, status, environmentId: computedIn }) => ({
        kind,
        must,
        status,
        evidenceId: evidenceIdOf(facts, kind, computedIn ?? environmentId),
      })),
      heldBy: state.signOffs
        .filter(({ id }) => progress.heldBy.includes(id))
        .map(({ personId }) => nameOf(personId)),
      couldSign: whoCouldFill(seen, progress, asked, facts.people, at).map(nameOf),
    };
  };
  return [
    view('review', null),
    view('approval', null),
    ...environments.filter(({ production }) => production).map((environment) => view('goLive', environment)),
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

const evidenceIdOf = ({ evidence }: Facts, kind: string, environmentId: string | null): string | null => {
  const ofKind = evidence.filter((found) => found.kind === kind);
  const found =
    ofKind.find(({ environment_id }) => environment_id === environmentId) ??
    ofKind.find(({ environment_id }) => environment_id === null);
  return found?.id ?? null;
};

async function readFacts(ctx: Context, { row }: LoadedVersion): Promise<Facts> {
  const [requests, people, evidence] = await Promise.all([
    ctx.pool.query<RequestFacts>(
      'SELECT id, revision, comment, person_id, opened_at, due_at FROM request WHERE version_id = $1 AND incident IS NULL',
      [row.id],
    ),
    ctx.pool.query<{ id: string; roles: Role[] }>(
      `SELECT p.id, array_agg(DISTINCT r.role) AS roles FROM role_assignment r JOIN person p ON p.id = r.person_id
       WHERE p.active AND r.revoked_at IS NULL AND r.role = ANY($2) AND (r.model_id IS NULL OR r.model_id = $1)
       GROUP BY p.id, p.name ORDER BY p.name, p.id LIMIT ${mostPeople}`,
      [row.model_id, signingRoles],
    ),
    ctx.pool.query<Facts['evidence'][number]>(
      `SELECT DISTINCT ON (kind, environment_id) id, kind, environment_id FROM evidence WHERE version_id = $1
       ORDER BY kind, environment_id, at DESC, id DESC`,
      [row.id],
    ),
  ]);
  return {
    requests: new Map(requests.rows.map((request) => [request.id, request])),
    people: people.rows.map(({ id, roles }) => ({ personId: id, roles, via: 'session' })),
    evidence: evidence.rows,
  };
}
