import {
  type Actor,
  builtInPolicies,
  type DeploymentState,
  type EnvironmentState,
  type EvidenceState,
  type Gate,
  type RequestState,
  type Role,
  roles,
  type SignOffState,
  stageOf,
  type Tier,
  type VersionState,
} from '../src/index.ts';

/** The instant at which the fixtures are judged, and instants around it. */
export const now = '2026-11-21T12:00:00.000Z';
export const past = '2026-11-01T00:00:00.000Z';
export const future = '2027-06-01T00:00:00.000Z';

export const environments: readonly EnvironmentState[] = [
  { id: 'production', production: true, requiredStage: 'registered' },
  { id: 'branch', production: true, requiredStage: 'registered' },
  { id: 'staging', production: false, requiredStage: 'registered' },
];

export const session = (personId: string, ...held: readonly Role[]): Actor => ({
  personId,
  roles: held,
  via: 'session',
});

/** Holds every role and made nothing: refusals met by this actor come from the state alone. */
export const anybody = session('anybody', ...roles);

export const passing: readonly EvidenceState[] = [
  { kind: 'golden-set-parity', environmentId: null, result: 'pass', basis: 'checked' },
  { kind: 'robustness-run', environmentId: null, result: 'pass', basis: 'checked' },
];

export const request = (
  gate: Gate,
  state: RequestState['state'],
  over: Partial<RequestState> = {},
): RequestState => ({
  id: `${gate}-${state}`,
  gate,
  environmentId: gate === 'goLive' ? 'production' : null,
  policy: builtInPolicies.moderate,
  state,
  substance: 's1',
  ...over,
});

export const signOff = (
  requestId: string,
  personId: string,
  role: Role,
  over: Partial<SignOffState> = {},
): SignOffState => ({
  id: `${requestId}/${personId}`,
  requestId,
  personId,
  role,
  decision: 'endorse',
  substance: 's1',
  presentation: 'p1',
  state: 'current',
  roleHeld: true,
  ...over,
});

export const deployment = (environmentId: string, over: Partial<DeploymentState> = {}): DeploymentState => ({
  id: `in-${environmentId}`,
  environmentId,
  role: 'champion',
  ground: 'gates',
  state: 'serving',
  lapsesAt: null,
  ...over,
});

/** A version just registered by ada, with its checks passing; the stage follows from what is overridden. */
export function version(over: Partial<VersionState> = {}, tier: Tier = 'moderate'): VersionState {
  const state: VersionState = {
    id: 'version',
    stage: 'registered',
    earned: 'registered',
    standing: 'usable',
    substance: 's1',
    presentation: 'p1',
    tier,
    policy: builtInPolicies[tier],
    authors: ['ada'],
    approvalEndsAt: null,
    asFound: false,
    expeditedUsed: false,
    requests: [],
    signOffs: [],
    evidence: passing,
    references: [],
    deployments: [],
    environments,
    champions: [],
    switches: [],
    wasChampionIn: [],
    liftSignatures: [],
    ...over,
  };
  return { ...state, stage: stageOf(state) };
}

export const reviewed = {
  earned: 'reviewed',
  requests: [request('review', 'satisfied')],
  signOffs: [signOff('review-satisfied', 'rita', 'reviewer')],
} as const;

/** Approved, with a go-live for both production environments. */
export const approved = {
  earned: 'approved',
  approvalEndsAt: future,
  requests: [
    ...reviewed.requests,
    request('approval', 'satisfied'),
    request('goLive', 'satisfied'),
    request('goLive', 'satisfied', { id: 'goLive-branch', environmentId: 'branch' }),
  ],
  signOffs: [
    ...reviewed.signOffs,
    signOff('approval-satisfied', 'paul', 'approver'),
    signOff('goLive-satisfied', 'gina', 'approver'),
    signOff('goLive-branch', 'gina', 'approver'),
  ],
} as const;
