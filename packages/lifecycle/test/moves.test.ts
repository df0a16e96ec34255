import { describe, expect, it } from 'vitest';
import {
  type Command,
  type EvidenceState,
  given,
  type Position,
  transition,
  type VersionEvent,
  type VersionState,
} from '../src/index.ts';
import {
  anybody,
  approved,
  deployment,
  now,
  passing,
  past,
  request,
  reviewed,
  session,
  signOff,
  version,
} from './version-fixture.ts';

const by = (command: Command, actor = anybody): VersionEvent => given(command, actor, now);
const evidence = (result: EvidenceState['result']): VersionEvent => ({
  type: 'evidence.recorded',
  evidence: { ...passing[0]!, result },
  at: now,
});

const hold = (requestId: string, role: 'reviewer' | 'approver') =>
  signOff(requestId, 'rolf', role, { id: 'hold', decision: 'request-changes' });

/** Endorsed in full at the review, and held by a request for changes. */
const heldReview = version({
  requests: [request('review', 'open', { id: 'r' })],
  signOffs: [signOff('r', 'rita', 'reviewer'), hold('r', 'reviewer')],
});
/** The same at the approval. */
const heldApproval = version({
  ...reviewed,
  requests: [...reviewed.requests, request('approval', 'open', { id: 'a' })],
  signOffs: [...reviewed.signOffs, signOff('a', 'paul', 'approver'), hold('a', 'approver')],
});
const unheld = (state: VersionState): VersionState => ({
  ...state,
  signOffs: state.signOffs.filter(({ id }) => id !== 'hold'),
});
const unchecked = { ...unheld(heldReview), evidence: passing.slice(1) };
const owed = {
  ...heldReview,
  signOffs: [signOff('r', 'rita', 'reviewer', { id: 'own', state: 'owed' })],
} as const;
const lapsing = version({
  deployments: [deployment('production', { ground: 'expedited', lapsesAt: past })],
});
const serving = version({ ...approved, deployments: [deployment('production')] });
const withdraw = { type: 'withdraw-sign-off', signOffId: 'hold' } as const;
const rolf = session('rolf');
const lost = (role: 'reviewer' | 'approver'): VersionEvent => ({
  type: 'role.lost',
  personId: 'rolf',
  role,
  at: now,
});
const found = (personId: string): VersionEvent => ({ type: 'author.found', personId, at: now });
const signing = (requestId: string): Command => ({ type: 'sign', requestId, decision: 'endorse' });
const mandate = (missed: readonly string[]): VersionEvent => ({
  type: 'mandate.used',
  environmentId: 'production',
  missed,
  at: now,
});
const inProduction = { environmentId: 'production' };

const moves: readonly (readonly [string, VersionState, VersionEvent, Partial<Position>])[] = [
  ['a sign-off', { ...unheld(heldReview), signOffs: [] }, by(signing('r')), { stage: 'reviewed' }],
  [
    'a re-endorsement',
    owed,
    by({ type: 're-endorse', signOffId: 'own' }, session('rita', 'reviewer')),
    { stage: 'reviewed' },
  ],
  ['a hold taken back at review', heldReview, by(withdraw, rolf), { stage: 'reviewed' }],
  ['a role lost at review', heldReview, lost('reviewer'), { stage: 'reviewed' }],
  ['an author found at review', heldReview, found('rolf'), { stage: 'reviewed' }],
  ['evidence that comes last', unchecked, evidence('pass'), { stage: 'reviewed' }],
  ['evidence that fails first', unchecked, evidence('fail'), { stage: 'registered' }],
  [
    'an approval',
    { ...unheld(heldApproval), signOffs: [...reviewed.signOffs] },
    by(signing('a')),
    { stage: 'approved' },
  ],
  ['a hold taken back at approval', heldApproval, by(withdraw, rolf), { stage: 'approved' }],
  ['a role lost at approval', heldApproval, lost('approver'), { stage: 'approved' }],
  ['an author found at approval', heldApproval, found('rolf'), { stage: 'approved' }],
  [
    'an approval completed before any evidence event',
    unheld(heldApproval),
    evidence('pass'),
    { stage: 'approved' },
  ],
  ['a check that fails', heldApproval, evidence('fail'), { stage: 'registered' }],
  ['a reviewer found to be an author', heldApproval, found('rita'), { stage: 'registered' }],
  ['a change of substance', heldApproval, by({ type: 'amend-substance' }), { stage: 'registered' }],
  ['a change of prose', heldApproval, by({ type: 'amend-presentation' }), { stage: 'registered' }],
  ['a check that fails once approved', version(approved), evidence('fail'), { stage: 'approved' }],
  ['a mandate', version(), mandate([]), { stage: 'deployed', earned: 'approved' }],
  ['a mandate that was missed', version(), mandate(['uses']), { stage: 'registered' }],
  [
    'a deployment',
    version(approved),
    by({ type: 'deploy', ...inProduction, role: 'champion' }),
    { stage: 'deployed' },
  ],
  [
    'a shadow',
    version(approved),
    by({ type: 'deploy', ...inProduction, role: 'shadow' }),
    { stage: 'approved' },
  ],
  [
    'a rollback',
    version({ ...approved, wasChampionIn: ['production'] }),
    by({ type: 'rollback', ...inProduction }),
    { stage: 'deployed' },
  ],
  [
    'the expedited road',
    version(),
    by({
      type: 'deploy-expedited',
      ...inProduction,
      signerId: 'rita',
      signerRoles: ['reviewer'],
      incident: 'INC-1',
    }),
    { stage: 'deployed', earned: 'registered' },
  ],
  [
    'a deployment told from outside',
    version(approved),
    { type: 'deployments.changed', deployments: [deployment('branch')], at: now },
    { stage: 'deployed' },
  ],
  [
    'a new champion in its place',
    serving,
    { type: 'deployments.changed', deployments: [], at: now },
    { stage: 'approved' },
  ],
  ['a stop', serving, by({ type: 'stop', ...inProduction }), { stage: 'approved' }],
  ['the end of 72 hours', lapsing, { type: 'expedited.lapsed', at: now }, { stage: 'registered' }],
  ['a block', serving, by({ type: 'mark', standing: 'blocked' }), { stage: 'deployed', standing: 'blocked' }],
  [
    'a deprecation',
    serving,
    by({ type: 'deprecate', reason: 'retired' }),
    { stage: 'deprecated', earned: 'approved' },
  ],
];

describe('the machine moves a version by', () => {
  it.each(moves)('%s', (_, state, event, position) => {
    expect(transition(state, event)).toMatchObject(position);
  });
});
