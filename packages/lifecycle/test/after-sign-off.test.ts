import { describe, expect, it } from 'vitest';
import {
  afterAuthorFound,
  afterEvidence,
  afterReEndorse,
  afterRoleLost,
  afterSignOff,
  afterWithdrawRequest,
  afterWithdrawSignOff,
  builtInPolicies,
  type EvidenceState,
  type VersionState,
  whyNot,
} from '../src/index.ts';
import {
  approved,
  deployment,
  future,
  now,
  past,
  request,
  reviewed,
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

  it('that completes an approval asked for until a day ends it on that day, and grants nothing after it', () => {
    const until = '2027-03-01T00:00:00.000Z';
    const state = version({
      ...reviewed,
      requests: [...reviewed.requests, request('approval', 'open', { id: 'a', until })],
      signOffs: [...reviewed.signOffs, signOff('a', 'paul', 'approver')],
    });
    expect(afterSignOff(state, 'a', now)).toMatchObject({ stage: 'approved', approvalEndsAt: until });
    expect(afterSignOff(state, 'a', until)).toMatchObject({ stage: 'reviewed', approvalEndsAt: null });
    const unsigned = { ...state, signOffs: reviewed.signOffs };
    const paul = { personId: 'paul', roles: ['approver'], via: 'session' } as const;
    const endorse = { type: 'sign', requestId: 'a', decision: 'endorse' } as const;
    expect(whyNot(unsigned, endorse, paul, now)).toEqual([]);
    expect(whyNot(unsigned, endorse, paul, until)).toEqual([{ code: 'OVERDUE', detail: { until } }]);
    expect(whyNot(unsigned, { ...endorse, decision: 'reject' }, paul, until)).toEqual([]);
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

  it('at a gate out of reach moves nothing', () => {
    const early = version({
      requests: [request('approval', 'open', { id: 'a' })],
      signOffs: [signOff('a', 'paul', 'approver')],
    });
    expect(afterSignOff(early, 'a', now)).toMatchObject({ stage: 'registered', requests: [] });
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

describe('a withdrawn request', () => {
  it('ends', () => {
    expect(afterWithdrawRequest(open([endorsed()]), 'r').requests).toEqual([{ id: 'r', state: 'withdrawn' }]);
  });
});
