import type { RequestState, VersionState } from '../src/index.ts';
import { anybody, future, past, request, signOff } from './version-fixture.ts';

/** One circumstance that may speak against a command. Every one is tried on every cell, alone and in pairs. */
export type Spoiler = (state: VersionState) => VersionState;

const move =
  (from: RequestState['state'], to: RequestState['state'], gates: readonly RequestState['gate'][]): Spoiler =>
  (state) => ({
    ...state,
    requests: state.requests.map((made) =>
      made.state === from && gates.includes(made.gate) ? { ...made, state: to } : made,
    ),
  });

const every = ['review', 'approval', 'goLive'] as const;

const whereApproved =
  (spoiler: Spoiler): Spoiler =>
  (state) =>
    state.earned === 'approved' ? spoiler(state) : state;

const adding =
  (made: readonly RequestState[], decision?: 'reject'): Spoiler =>
  (state) => ({
    ...state,
    requests: [...state.requests, ...made],
    signOffs: [
      ...state.signOffs,
      ...(decision ? made.map(({ id }) => signOff(id, 'rex', 'reviewer', { decision })) : []),
    ],
  });

const perGate = (state: RequestState['state'], id: string): RequestState[] => [
  request('review', state, { id: `${id}-review` }),
  request('approval', state, { id: `${id}-approval` }),
  request('goLive', state, { id: `${id}-goLive` }),
  request('goLive', state, { id: `${id}-goLive-branch`, environmentId: 'branch' }),
];

export const spoilers: Readonly<Record<string, Spoiler>> = {
  blocked: (state) => ({ ...state, standing: 'blocked' }),
  advisory: (state) => ({ ...state, standing: 'advisory' }),
  usable: (state) => ({ ...state, standing: 'usable' }),
  overdue: (state) => ({ ...state, approvalEndsAt: past }),
  'already open': adding(perGate('open', 'other')),
  rejected: adding(perGate('closed', 'rejected'), 'reject'),
  'requests withdrawn': move('open', 'withdrawn', every),
  'no evidence': (state) => ({ ...state, evidence: [] }),
  'evidence failed': (state) => ({
    ...state,
    evidence: state.evidence.map((found) => ({ ...found, result: 'fail' })),
  }),
  'no references': (state) => ({ ...state, references: [] }),
  'review void': whereApproved(move('satisfied', 'void', ['review'])),
  'approval void': whereApproved(move('satisfied', 'void', ['approval'])),
  'nothing void': move('void', 'satisfied', every),
  'no go-live': move('satisfied', 'superseded', ['goLive']),
  'no champion': (state) => ({ ...state, champions: [] }),
  'consumers not told': (state) => ({
    ...state,
    policy: { ...state.policy, switching: { noticeDays: 7, pinDays: 0 } },
    champions: ['production', 'branch'].map((environmentId) => ({
      environmentId,
      versionId: 'before',
      serving: true,
    })),
  }),
  'notice running': (state) => ({
    ...state,
    switches: ['production', 'branch'].map((environmentId) => ({
      environmentId,
      fromId: 'before',
      announcedAt: past,
      notBefore: future,
    })),
  }),
  'strict environments': (state) => ({
    ...state,
    environments: state.environments.map((known) => ({ ...known, requiredStage: 'approved' })),
  }),
  'expedited used': (state) => ({ ...state, expeditedUsed: true }),
  'substance changed': (state) => ({ ...state, substance: 's2' }),
  'not suspended': (state) => ({
    ...state,
    deployments: state.deployments.map((made) => ({ ...made, state: 'serving' })),
  }),
  'hours over': (state) => ({
    ...state,
    deployments: state.deployments.map((made) =>
      made.ground === 'expedited' ? { ...made, lapsesAt: past } : made,
    ),
  }),
  'never champion': (state) => ({ ...state, wasChampionIn: [] }),
  'signed the go-live': (state) => ({
    ...state,
    signOffs: state.signOffs.map((made) =>
      made.requestId.startsWith('goLive') ? { ...made, personId: anybody.personId } : made,
    ),
  }),
};
