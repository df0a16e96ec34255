import type { Command, Gate, RequestState, VersionState } from '../src/index.ts';
import type { Column } from './column.ts';
import { anybody, deployment, request, signOff } from './version-fixture.ts';

/** A line of the table: a command, and what a state needs so that the command has something to speak of. */
export interface Row {
  readonly name: string;
  readonly command: Command;
  readonly prepare?: (state: VersionState, column: Column) => VersionState;
}

const isAfterApproval = (column: Column): boolean => column === 'P' || column === 'D' || column === 'X';

const withRequests = (state: VersionState, ...made: readonly RequestState[]): VersionState => ({
  ...state,
  requests: [...state.requests, ...made],
});

/** From approved on a gate is asked again once it is void. */
const toRenew =
  (gate: Gate): NonNullable<Row['prepare']> =>
  (state, column) =>
    isAfterApproval(column) && gate !== 'goLive'
      ? {
          ...state,
          requests: state.requests.map((made) => (made.gate === gate ? { ...made, state: 'void' } : made)),
        }
      : state;

/** Nobody has been asked for the go-live yet. */
const withoutGoLive = (state: VersionState): VersionState => ({
  ...state,
  requests: state.requests.filter(({ gate }) => gate !== 'goLive'),
});

const opened =
  (gate: Gate): NonNullable<Row['prepare']> =>
  (state, column) =>
    withRequests(
      gate === 'goLive' ? withoutGoLive(state) : toRenew(gate)(state, column),
      request(gate, 'open', { id: 'asked' }),
    );

/** A policy that wants a change number and a ticket at go-live, and a version that has both. */
const wantingReferences: NonNullable<Row['prepare']> = (state, column) => {
  const asked = opened('goLive')(state, column);
  const references = ['change', 'ticket'] as const;
  return {
    ...asked,
    references,
    requests: asked.requests.map((made) => {
      const { gates } = made.policy;
      return {
        ...made,
        policy: { ...made.policy, gates: { ...gates, goLive: { ...gates.goLive, references } } },
      };
    }),
  };
};

const signRows = (name: string, decision: 'endorse' | 'request-changes' | 'reject'): Row[] =>
  (['review', 'approval', 'goLive'] as const).map((gate) => ({
    name: `${name} ${gate === 'goLive' ? 'go-live' : gate}`,
    command: { type: 'sign', requestId: 'asked', decision },
    prepare: opened(gate),
  }));

/** An open request of the gate ahead, with an endorsement of the actor's own. */
const withOwnSignOff =
  (state: 'current' | 'owed'): NonNullable<Row['prepare']> =>
  (before, column) => {
    const gate =
      before.earned === 'registered' ? 'review' : before.earned === 'reviewed' ? 'approval' : 'goLive';
    const role = gate === 'review' ? 'reviewer' : 'approver';
    const asked = opened(gate)(before, column);
    return {
      ...asked,
      signOffs: [...asked.signOffs, signOff('asked', anybody.personId, role, { id: 'own', state })],
    };
  };

const alongsideChampion = (state: VersionState): VersionState => ({
  ...state,
  champions: [{ environmentId: 'branch', versionId: 'another', serving: true }],
});

export const rows: readonly Row[] = [
  { name: 'request review', command: { type: 'request', gate: 'review' }, prepare: toRenew('review') },
  { name: 'request approval', command: { type: 'request', gate: 'approval' }, prepare: toRenew('approval') },
  {
    name: 'request go-live',
    command: { type: 'request', gate: 'goLive', environmentId: 'production' },
    prepare: withoutGoLive,
  },
  {
    name: 'withdraw request (review)',
    command: { type: 'withdraw-request', requestId: 'asked' },
    prepare: opened('review'),
  },
  {
    name: 'withdraw request (go-live)',
    command: { type: 'withdraw-request', requestId: 'asked' },
    prepare: opened('goLive'),
  },
  ...signRows('endorse', 'endorse'),
  {
    name: 'endorse go-live where references are required',
    command: { type: 'sign', requestId: 'asked', decision: 'endorse' },
    prepare: wantingReferences,
  },
  ...signRows('request changes', 'request-changes'),
  ...signRows('reject', 'reject'),
  {
    name: 'withdraw sign-off',
    command: { type: 'withdraw-sign-off', signOffId: 'own' },
    prepare: withOwnSignOff('current'),
  },
  { name: 're-endorse', command: { type: 're-endorse', signOffId: 'own' }, prepare: withOwnSignOff('owed') },
  { name: 'amend substance', command: { type: 'amend-substance' } },
  { name: 'amend presentation', command: { type: 'amend-presentation' } },
  { name: 'erratum', command: { type: 'add-erratum' } },
  { name: 'deploy champion', command: { type: 'deploy', environmentId: 'branch', role: 'champion' } },
  {
    name: 'deploy challenger',
    command: { type: 'deploy', environmentId: 'branch', role: 'challenger' },
    prepare: alongsideChampion,
  },
  { name: 'deploy shadow', command: { type: 'deploy', environmentId: 'branch', role: 'shadow' } },
  { name: 'deploy other', command: { type: 'deploy', environmentId: 'staging', role: 'champion' } },
  {
    name: 'promote',
    command: { type: 'promote', environmentId: 'branch' },
    prepare: (state) =>
      state.stage === 'deployed'
        ? { ...state, deployments: [...state.deployments, deployment('branch', { role: 'challenger' })] }
        : state,
  },
  {
    name: 'deploy expedited',
    command: {
      type: 'deploy-expedited',
      environmentId: 'branch',
      signerId: 'rita',
      signerRoles: ['reviewer'],
      incident: 'INC-1',
    },
  },
  {
    name: 'resume',
    command: { type: 'resume', deploymentId: 'in-production' },
    prepare: (state) => ({
      ...state,
      deployments: state.deployments.map((made) => ({ ...made, state: 'suspended' })),
    }),
  },
  { name: 'stop', command: { type: 'stop', environmentId: 'production' } },
  {
    name: 'rollback to it',
    command: { type: 'rollback', environmentId: 'branch' },
    prepare: (state) => ({ ...state, wasChampionIn: ['branch'] }),
  },
  { name: 'advisory', command: { type: 'mark', standing: 'advisory' } },
  { name: 'block', command: { type: 'mark', standing: 'blocked' } },
  { name: 'lift', command: { type: 'lift' }, prepare: (state) => ({ ...state, standing: 'advisory' }) },
  { name: 'deprecate', command: { type: 'deprecate', reason: 'retired' } },
];
