import { describe, expect, it } from 'vitest';
import {
  afterAmendment,
  afterAuthorFound,
  afterDeploymentChange,
  afterDeprecate,
  afterEvidence,
  afterLapse,
  afterLift,
  afterMark,
  afterReEndorse,
  afterRoleLost,
  afterSignOff,
  afterWithdrawRequest,
  afterWithdrawSignOff,
  builtInPolicies,
  type EvidenceState,
  heirAfterLapse,
  lapsesAt,
  liftProgress,
  liftRoleOf,
  type VersionState,
} from '../src/index.ts';
import {
  approved,
  deployment,
  future,
  now,
  past,
  request,
  reviewed,
  session,
  signOff,
  version,
} from './version-fixture.ts';

const failed: EvidenceState = {
  kind: 'golden-set-parity',
  environmentId: null,
  result: 'fail',
  basis: 'checked',
};

const open = (signOffs: VersionState['signOffs'], over: Partial<VersionState> = {}): VersionState =>
  version({ requests: [request('review', 'open', { id: 'r' })], signOffs, ...over });

const endorsed = (over: Partial<VersionState['signOffs'][0]> = {}) => signOff('r', 'rita', 'reviewer', over);

describe('a sign-off', () => {
  it('that completes the review moves the stage', () => {
    expect(afterSignOff(open([endorsed()]), 'r', now)).toMatchObject({
      stage: 'reviewed',
      earned: 'reviewed',
      requests: [{ id: 'r', state: 'satisfied' }],
    });
  });

  it('that completes the approval starts its validity, 365 days or 180', () => {
    const state = version({
      ...reviewed,
      requests: [...reviewed.requests, request('approval', 'open', { id: 'a' })],
      signOffs: [...reviewed.signOffs, signOff('a', 'paul', 'approver')],
    });
    const given = afterSignOff(state, 'a', now);
    expect(given).toMatchObject({ stage: 'approved', approvalEndsAt: '2027-11-21T12:00:00.000Z' });
    expect(builtInPolicies.high.validityDays).toBe(180);
  });

  it('at go-live only enables', () => {
    const state = version({
      ...approved,
      requests: [...approved.requests.slice(0, 2), request('goLive', 'open', { id: 'g' })],
      signOffs: [...approved.signOffs, signOff('g', 'gina', 'approver')],
    });
    expect(afterSignOff(state, 'g', now)).toMatchObject({
      stage: 'approved',
      requests: [{ id: 'g', state: 'satisfied' }],
    });
  });

  it('replaces the same person’s earlier one', () => {
    const state = open([endorsed({ id: 'first', decision: 'request-changes' }), endorsed({ id: 'second' })]);
    expect(afterSignOff(state, 'r', now)).toMatchObject({
      stage: 'reviewed',
      signOffs: [{ id: 'first', state: 'replaced' }],
    });
  });

  it('that rejects closes the request', () => {
    expect(afterSignOff(open([endorsed({ decision: 'reject' })]), 'r', now)).toMatchObject({
      stage: 'registered',
      requests: [{ id: 'r', state: 'closed' }],
    });
  });

  it('must be there', () => {
    expect(() => afterSignOff(open([]), 'r', now)).toThrow(RangeError);
  });
});

describe('whatever completes a gate moves the stage', () => {
  const held = [endorsed(), signOff('r', 'rolf', 'reviewer', { id: 'hold', decision: 'request-changes' })];

  it('a request for changes taken back', () => {
    expect(afterWithdrawSignOff(open(held), 'hold', now)).toMatchObject({
      stage: 'reviewed',
      signOffs: [{ id: 'hold', state: 'withdrawn' }],
    });
  });

  it('a role lost by the one who held it, while endorsements stay', () => {
    const lost = { personId: 'rolf', role: 'reviewer' } as const;
    expect(afterRoleLost(open(held), lost, now)).toMatchObject({
      stage: 'reviewed',
      signOffs: [{ id: 'hold', state: 'current', roleHeld: false }],
    });
    expect(afterRoleLost(open(held), { ...lost, role: 'approver' }, now).stage).toBe('registered');
    const gone = { personId: 'rita', role: 'reviewer' } as const;
    expect(afterRoleLost(version(reviewed), gone, now)).toMatchObject({ stage: 'reviewed', signOffs: [] });
  });

  it('an author match that voids a request for changes', () => {
    expect(afterAuthorFound(open(held), 'rolf', now)).toMatchObject({
      stage: 'reviewed',
      signOffs: [{ id: 'hold', state: 'void' }],
    });
  });

  it('evidence that arrives last', () => {
    const [, robustness] = version().evidence;
    const state = open([endorsed()], { evidence: [robustness!] });
    expect(afterEvidence(state, { ...failed, result: 'pass' }, now).stage).toBe('reviewed');
  });

  it('a re-endorsement, which also stands for the new prose', () => {
    const state = open([endorsed({ state: 'owed' })], { presentation: 'p2' });
    const again = afterReEndorse(state, 'r/rita', now);
    expect(again).toMatchObject({ stage: 'reviewed', signOffs: [{ id: 'r/rita', state: 'current' }] });
    expect(again.next.signOffs[0]?.presentation).toBe('p2');
  });

  it('but never a void one re-endorsed', () => {
    const gone = open([endorsed({ state: 'void' })]);
    expect(afterReEndorse(gone, 'r/rita', now)).toMatchObject({ stage: 'registered', signOffs: [] });
  });

  it('while serving, of which the stage shown says nothing', () => {
    const serving = open([endorsed()], {
      deployments: [deployment('production', { ground: 'expedited', lapsesAt: future })],
    });
    expect(afterSignOff(serving, 'r', now)).toMatchObject({ stage: 'deployed', earned: 'reviewed' });
  });
});

describe('an amendment', () => {
  const signOffs = [
    endorsed(),
    signOff('r', 'rolf', 'reviewer', { id: 'hold', decision: 'request-changes' }),
  ];

  it('of substance voids what was endorsed, closes the request and tells who asked for changes', () => {
    const amended = afterAmendment(open(signOffs), { kind: 'substance', digest: 's2', personId: 'dora' });
    expect(amended).toMatchObject({
      stage: 'registered',
      requests: [{ id: 'r', state: 'closed' }],
      signOffs: [
        { id: 'r/rita', state: 'void' },
        { id: 'hold', state: 'cleared' },
      ],
      told: ['rolf'],
    });
    expect(amended.next).toMatchObject({ substance: 's2', presentation: 'p1', authors: ['ada', 'dora'] });
  });

  it('of prose keeps the request open and owes the endorsements', () => {
    const amended = afterAmendment(open(signOffs), { kind: 'presentation', digest: 'p2', personId: 'dora' });
    expect(amended).toMatchObject({
      stage: 'registered',
      requests: [],
      signOffs: [
        { id: 'r/rita', state: 'owed' },
        { id: 'hold', state: 'cleared' },
      ],
      told: ['rolf'],
    });
    expect(amended.next).toMatchObject({ substance: 's1', presentation: 'p2', authors: ['ada'] });
  });

  const inReview = version({
    ...reviewed,
    requests: [...reviewed.requests, request('approval', 'open', { id: 'a' })],
    signOffs: [...reviewed.signOffs, signOff('a', 'paul', 'approver')],
  });

  it('of prose in reviewed opens the review again and ends the request for approval', () => {
    expect(afterAmendment(inReview, { kind: 'presentation', digest: 'p2', personId: 'ada' })).toMatchObject({
      stage: 'registered',
      requests: [
        { id: 'review-satisfied', state: 'open' },
        { id: 'a', state: 'closed' },
      ],
      signOffs: [
        { id: 'review-satisfied/rita', state: 'owed' },
        { id: 'a/paul', state: 'void' },
      ],
    });
  });

  it('of substance in reviewed ends both', () => {
    expect(afterAmendment(inReview, { kind: 'substance', digest: 's2', personId: 'ada' })).toMatchObject({
      stage: 'registered',
      requests: [
        { id: 'review-satisfied', state: 'closed' },
        { id: 'a', state: 'closed' },
      ],
      signOffs: [
        { id: 'review-satisfied/rita', state: 'void' },
        { id: 'a/paul', state: 'void' },
      ],
    });
  });

  it('leaves a rejection standing, for the substance that it rejected', () => {
    const rejected = version({
      requests: [request('review', 'closed', { id: 'r' })],
      signOffs: [endorsed({ decision: 'reject' })],
    });
    expect(afterAmendment(rejected, { kind: 'substance', digest: 's2', personId: 'ada' }).signOffs).toEqual(
      [],
    );
  });

  it('keeps a version that serves where it is shown', () => {
    const serving = version({
      ...reviewed,
      deployments: [deployment('production', { ground: 'expedited' })],
    });
    expect(afterAmendment(serving, { kind: 'presentation', digest: 'p2', personId: 'ada' })).toMatchObject({
      stage: 'deployed',
      earned: 'registered',
    });
  });
});

describe('evidence', () => {
  it('that fails voids the endorsements of an open request, which stays open', () => {
    expect(afterEvidence(open([endorsed()], { evidence: [] }), failed, now)).toMatchObject({
      requests: [],
      signOffs: [{ id: 'r/rita', state: 'void' }],
    });
  });

  it('that fails puts reviewed back to registered and ends the request for approval', () => {
    const state = version({
      ...reviewed,
      requests: [...reviewed.requests, request('approval', 'open', { id: 'a' })],
      signOffs: [...reviewed.signOffs, signOff('a', 'paul', 'approver')],
    });
    expect(afterEvidence(state, failed, now)).toMatchObject({
      stage: 'registered',
      requests: [
        { id: 'review-satisfied', state: 'void' },
        { id: 'a', state: 'closed' },
      ],
    });
  });

  it('that fails from approved on voids the gates that require it, and no stage', () => {
    const state = version({ ...approved, deployments: [deployment('production')] });
    expect(afterEvidence(state, failed, now)).toMatchObject({
      stage: 'deployed',
      earned: 'approved',
      deployments: [],
      requests: [
        { id: 'review-satisfied', state: 'void' },
        { id: 'goLive-satisfied', state: 'void' },
        { id: 'goLive-branch', state: 'void' },
      ],
    });
  });

  it('of one environment touches the go-live there alone', () => {
    const state = version(approved);
    expect(afterEvidence(state, { ...failed, environmentId: 'branch' }, now).requests).toEqual([
      { id: 'goLive-branch', state: 'void' },
    ]);
  });

  it('that nobody requires, or that passes, or that could not be checked, voids nothing', () => {
    for (const evidence of [
      { ...failed, kind: 'metric-comparison' },
      { ...failed, result: 'pass' },
      { ...failed, result: 'not-checked' },
    ] as EvidenceState[]) {
      expect(afterEvidence(version(approved), evidence, now)).toMatchObject({ requests: [], signOffs: [] });
    }
  });

  it('of a deprecated version is only kept', () => {
    const end = version({ ...approved, stage: 'deprecated' });
    const after = afterEvidence(end, failed, now);
    expect(after).toMatchObject({ stage: 'deprecated', requests: [], signOffs: [] });
    expect(after.next.evidence).toContainEqual(failed);
  });
});

describe('an author found later', () => {
  it('voids what they signed, and the gate that counted them', () => {
    const { requests, signOffs, stage, next } = afterAuthorFound(version(approved), 'paul', now);
    expect({ requests, signOffs, stage }).toEqual({
      stage: 'approved',
      requests: [{ id: 'approval-satisfied', state: 'void' }],
      signOffs: [{ id: 'approval-satisfied/paul', state: 'void', roleHeld: true }],
    });
    expect(next.authors).toEqual(['ada', 'paul']);
  });

  it('leaves a gate whose places they did not fill', () => {
    const state = version({
      ...reviewed,
      signOffs: [...reviewed.signOffs, signOff('review-satisfied', 'rolf', 'reviewer')],
    });
    expect(afterAuthorFound(state, 'rolf', now)).toMatchObject({ stage: 'reviewed', requests: [] });
    expect(afterAuthorFound(state, 'rita', now)).toMatchObject({
      stage: 'registered',
      requests: [{ id: 'review-satisfied', state: 'void' }],
    });
  });
});

describe('a renewal', () => {
  const ended = (approvalEndsAt: string, goLive: 'satisfied' | 'open' = 'satisfied') =>
    version({
      ...approved,
      approvalEndsAt,
      requests: [
        ...approved.requests
          .slice(0, 2)
          .map((made) =>
            made.gate === 'approval' && approvalEndsAt === future
              ? { ...made, state: 'void' as const }
              : made,
          ),
        request('goLive', goLive, { id: 'g' }),
        request('approval', 'open', { id: 'again' }),
      ],
      signOffs: [
        ...approved.signOffs,
        signOff('g', 'gina', 'approver'),
        signOff('again', 'paul', 'approver'),
      ],
    });

  it('of an ended approval supersedes it and ends the go-lives that stood on it', () => {
    const renewed = afterSignOff(ended(past), 'again', now);
    expect(renewed).toMatchObject({
      stage: 'approved',
      approvalEndsAt: '2027-11-21T12:00:00.000Z',
      requests: [
        { id: 'approval-satisfied', state: 'superseded' },
        { id: 'g', state: 'superseded' },
        { id: 'again', state: 'satisfied' },
      ],
    });
    expect(afterSignOff(ended(past, 'open'), 'again', now)).toMatchObject({
      signOffs: [{ id: 'g/gina', state: 'void' }],
    });
  });

  it('of a void approval leaves the go-lives', () => {
    expect(afterSignOff(ended(future), 'again', now).requests).toEqual([{ id: 'again', state: 'satisfied' }]);
  });

  it('waits for the lower gate, and then comes in the same transaction', () => {
    const state = version({
      ...approved,
      requests: [
        ...approved.requests.slice(0, 2).map((made) => ({ ...made, state: 'void' as const })),
        request('approval', 'open', { id: 'a' }),
        request('review', 'open', { id: 'r' }),
      ],
      signOffs: [...approved.signOffs, signOff('a', 'paul', 'approver')],
    });
    expect(afterSignOff(state, 'a', now).requests).toEqual([]);
    const both = { ...state, signOffs: [...state.signOffs, signOff('r', 'rolf', 'reviewer')] };
    expect(afterSignOff(both, 'r', now).requests).toEqual([
      { id: 'a', state: 'satisfied' },
      { id: 'r', state: 'satisfied' },
    ]);
  });

  it('is needed before a go-live can complete', () => {
    const hold = signOff('g', 'rolf', 'approver', { id: 'hold', decision: 'request-changes' });
    const state = ended(past, 'open');
    const held = { ...state, requests: state.requests.slice(0, 3), signOffs: [...state.signOffs, hold] };
    expect(afterWithdrawSignOff(held, 'hold', now).requests).toEqual([]);
    const inTime = { ...held, approvalEndsAt: future };
    expect(afterWithdrawSignOff(inTime, 'hold', now).requests).toEqual([{ id: 'g', state: 'satisfied' }]);
  });
});

describe('serving', () => {
  it('is shown as deployed, and gives the earned stage back', () => {
    const state = version(approved);
    expect(afterDeploymentChange(state, [deployment('production')]).stage).toBe('deployed');
    expect(afterDeploymentChange(state, [deployment('production', { role: 'shadow' })]).stage).toBe(
      'approved',
    );
    expect(afterDeploymentChange(state, [deployment('staging')]).stage).toBe('approved');
    const serving = version({ ...approved, deployments: [deployment('production')] });
    expect(afterDeploymentChange(serving, [])).toMatchObject({
      stage: 'approved',
      deployments: [{ id: 'in-production', state: 'ended' }],
    });
  });

  it('stops with a block, and not with an advisory', () => {
    const serving = version({ ...approved, deployments: [deployment('production'), deployment('staging')] });
    expect(afterMark(serving, 'advisory')).toMatchObject({ standing: 'advisory', deployments: [] });
    const signedBefore = { ...serving, liftSignatures: [{ personId: 'rita', role: 'reviewer' as const }] };
    const blocked = afterMark(signedBefore, 'blocked');
    expect(blocked).toMatchObject({
      stage: 'deployed',
      standing: 'blocked',
      deployments: [{ state: 'suspended' }, { state: 'suspended' }],
    });
    expect(blocked.next.liftSignatures).toEqual([]);
  });

  it('ends with the road', () => {
    const state = version({
      ...approved,
      requests: [...approved.requests, request('review', 'open', { id: 'r' })],
      deployments: [deployment('production')],
    });
    expect(afterDeprecate(state)).toMatchObject({
      stage: 'deprecated',
      requests: [{ id: 'r', state: 'closed' }],
      deployments: [{ state: 'ended' }],
    });
  });

  it('expedited lasts 72 hours', () => {
    expect(lapsesAt(now)).toBe('2026-11-24T12:00:00.000Z');
    const expedited = (over: object, lapses: string) =>
      version({
        ...over,
        deployments: [deployment('production', { ground: 'expedited', lapsesAt: lapses })],
      });
    expect(afterLapse(expedited(approved, past), now).deployments).toEqual([
      { id: 'in-production', state: 'serving', ground: 'gates' },
    ]);
    expect(afterLapse(expedited(reviewed, past), now)).toMatchObject({
      stage: 'reviewed',
      deployments: [{ state: 'ended' }],
    });
    const withoutGoLive = { ...approved, requests: approved.requests.slice(0, 2) };
    expect(afterLapse(expedited(withoutGoLive, past), now)).toMatchObject({ stage: 'approved' });
    expect(afterLapse(expedited(reviewed, future), now).deployments).toEqual([]);
    const suspended = version({
      ...reviewed,
      deployments: [deployment('production', { ground: 'expedited', lapsesAt: past, state: 'suspended' })],
    });
    expect(afterLapse(suspended, now).stage).toBe('reviewed');
  });

  it('never gives way to silence', () => {
    const heirs = (hasPreviousChampion: boolean, hasFallback: boolean) =>
      heirAfterLapse({ hasPreviousChampion, hasFallback });
    expect(heirs(true, true)).toBe('previous-champion');
    expect(heirs(false, true)).toBe('fallback');
    expect(heirs(false, false)).toBe('stop');
  });
});

describe('a withdrawn request', () => {
  it('ends', () => {
    expect(afterWithdrawRequest(open([endorsed()]), 'r').requests).toEqual([{ id: 'r', state: 'withdrawn' }]);
  });
});

describe('a lift', () => {
  const signed = (...liftSignatures: VersionState['liftSignatures']) =>
    version({
      ...approved,
      standing: 'blocked',
      deployments: [deployment('production', { state: 'suspended' })],
      liftSignatures,
    });
  const dora = { personId: 'dora', role: 'developer' } as const;
  const cleo = { personId: 'cleo', role: 'compliance' } as const;
  const rita = { personId: 'rita', role: 'reviewer' } as const;

  it('takes two people, one of weight and no author, in any order', () => {
    const lifted = (...signatures: VersionState['liftSignatures']) =>
      afterLift(signed(...signatures)).standing;
    expect(lifted(rita)).toBe('blocked');
    expect(lifted(rita, { ...rita, role: 'approver' })).toBe('blocked');
    expect(lifted(dora, cleo)).toBe('blocked');
    expect(lifted(dora, rita)).toBe('usable');
    expect(lifted(rita, dora)).toBe('usable');
    expect(lifted(dora, { personId: 'ada', role: 'operator' })).toBe('blocked');
    expect(lifted(dora, cleo, rita)).toBe('usable');
    expect(liftProgress(signed()).missing).toBe('second-person');
    expect(liftProgress(signed(dora, cleo)).missing).toBe('operator-reviewer-or-approver');
  });

  it('leaves deployments suspended until an operator resumes them', () => {
    const { next, deployments } = afterLift(signed(rita, dora));
    expect(deployments).toEqual([]);
    expect(next).toMatchObject({ standing: 'usable', liftSignatures: [], stage: 'deployed' });
    expect(next.deployments[0]?.state).toBe('suspended');
  });

  it('is signed under the weightiest role held', () => {
    expect(liftRoleOf(session('x', 'developer', 'approver'))).toBe('approver');
    expect(liftRoleOf(session('x', 'compliance'))).toBe('compliance');
    expect(liftRoleOf(session('x', 'owner', 'viewer'))).toBeNull();
  });
});
