import { describe, expect, it } from 'vitest';
import {
  builtInPolicies,
  type Gate,
  type GatePolicy,
  gateProgress,
  type Policy,
  signingRoleOf,
  type VersionState,
} from '../src/index.ts';
import { approved, passing, request, session, signOff, version } from './version-fixture.ts';

const policyWith = (over: Partial<Record<Gate, Partial<GatePolicy>>>): Policy => {
  const { gates } = builtInPolicies.low;
  return {
    ...builtInPolicies.low,
    gates: {
      review: { ...gates.review, ...over.review },
      approval: { ...gates.approval, ...over.approval },
      goLive: { ...gates.goLive, ...over.goLive },
    },
  };
};

const twoSeats = policyWith({
  review: {
    signOffs: [
      { role: 'reviewer', quorum: 1 },
      { role: 'compliance', quorum: 1 },
    ],
  },
});

const asked = (policy: Policy, over: Partial<VersionState> = {}): VersionState =>
  version({ requests: [request('review', 'open', { id: 'r', policy })], ...over });

describe('the progress of a gate', () => {
  it('seats each endorser under the role that was signed, and leaves the rest over', () => {
    const progress = gateProgress(
      asked(twoSeats, {
        signOffs: [
          signOff('r', 'rita', 'reviewer'),
          signOff('r', 'rolf', 'reviewer'),
          signOff('r', 'cleo', 'compliance'),
        ],
      }),
      'r',
    );
    expect(progress.places).toEqual([
      { role: 'reviewer', quorum: 1, filled: ['rita'] },
      { role: 'compliance', quorum: 1, filled: ['cleo'] },
    ]);
    expect(progress.counted).toEqual(['r/rita', 'r/cleo']);
    expect(progress.surplus).toEqual(['r/rolf']);
    expect(progress.missing).toEqual([]);
    expect(progress.satisfied).toBe(true);
  });

  it('counts one person once, whatever they signed twice', () => {
    const twice = [signOff('r', 'rita', 'reviewer'), signOff('r', 'rita', 'compliance', { id: 'again' })];
    const progress = gateProgress(asked(twoSeats, { signOffs: twice }), 'r');
    expect(progress.missing).toEqual([{ role: 'compliance', count: 1 }]);
    expect(progress.satisfied).toBe(false);
  });

  it.each(['void', 'owed', 'withdrawn', 'cleared', 'replaced'] as const)(
    'never counts one that is %s',
    (state) => {
      const progress = gateProgress(
        asked(builtInPolicies.low, { signOffs: [signOff('r', 'rita', 'reviewer', { state })] }),
        'r',
      );
      expect(progress.counted).toEqual([]);
      expect(progress.satisfied).toBe(false);
      expect(progress.owed).toEqual(state === 'owed' ? ['r/rita'] : []);
    },
  );

  it('never counts an author, nor a word over another substance', () => {
    const byAuthor = asked(builtInPolicies.low, { signOffs: [signOff('r', 'ada', 'reviewer')] });
    const overOther = asked(builtInPolicies.low, {
      signOffs: [signOff('r', 'rita', 'reviewer', { substance: 's0' })],
    });
    for (const state of [byAuthor, overOther]) expect(gateProgress(state, 'r').counted).toEqual([]);
  });

  it('is held by a request for changes while its author has the role', () => {
    const held = (roleHeld: boolean, state: 'current' | 'cleared' = 'current') =>
      gateProgress(
        asked(builtInPolicies.low, {
          signOffs: [
            signOff('r', 'rita', 'reviewer'),
            signOff('r', 'rolf', 'reviewer', { decision: 'request-changes', roleHeld, state }),
          ],
        }),
        'r',
      );
    expect(held(true)).toMatchObject({ satisfied: false, heldBy: ['r/rolf'] });
    expect(held(false)).toMatchObject({ satisfied: true, heldBy: [] });
    expect(held(true, 'cleared')).toMatchObject({ satisfied: true, heldBy: [] });
  });

  it('is closed by a rejection', () => {
    const signOffs = [
      signOff('r', 'rita', 'reviewer'),
      signOff('r', 'rolf', 'reviewer', { decision: 'reject' }),
    ];
    expect(gateProgress(asked(builtInPolicies.low, { signOffs }), 'r')).toMatchObject({
      satisfied: false,
      rejectedBy: ['r/rolf'],
    });
  });

  it.each(['withdrawn', 'closed', 'void', 'superseded'] as const)(
    'is over with a request that is %s',
    (state) => {
      const over = version({
        requests: [request('review', state, { id: 'r' })],
        signOffs: [signOff('r', 'rita', 'reviewer'), signOff('r', 'rolf', 'reviewer')],
      });
      expect(gateProgress(over, 'r')).toMatchObject({ satisfied: false, missing: [] });
    },
  );

  it('is not satisfied by a gate that asks nobody', () => {
    const nobody = policyWith({ review: { signOffs: [], evidence: [] } });
    expect(gateProgress(asked(nobody), 'r').satisfied).toBe(false);
  });

  it('refuses a request that it does not know', () => {
    expect(() => gateProgress(version(), 'nothing')).toThrow(RangeError);
  });
});

describe('the evidence of a gate', () => {
  const progressWith = (tier: 'low' | 'moderate', evidence: VersionState['evidence']) =>
    gateProgress(
      asked(builtInPolicies[tier], { evidence, signOffs: [signOff('r', 'rita', 'reviewer')] }),
      'r',
    );
  const [parity, robustness] = passing as [VersionState['evidence'][0], VersionState['evidence'][0]];

  it('must be there, and pass where the policy says so', () => {
    expect(progressWith('moderate', passing).satisfied).toBe(true);
    expect(progressWith('moderate', [parity])).toMatchObject({ satisfied: false });
    expect(progressWith('moderate', [parity, { ...robustness, result: 'fail' }]).satisfied).toBe(false);
    expect(progressWith('low', [parity, { ...robustness, result: 'fail' }]).satisfied).toBe(true);
    expect(progressWith('low', [parity, { ...robustness, result: 'not-checked' }]).satisfied).toBe(false);
    expect(progressWith('low', [{ ...parity, result: 'fail' }, robustness]).satisfied).toBe(false);
  });

  it('counts as claimed at low risk alone', () => {
    const claimed = passing.map((found) => ({ ...found, basis: 'claimed' }) as const);
    expect(progressWith('low', claimed).satisfied).toBe(true);
    expect(progressWith('moderate', claimed).evidence.map(({ status }) => status)).toEqual([
      'missing',
      'missing',
    ]);
  });

  it('of the environment wins over the general one', () => {
    const evidence = [...passing, { ...parity, environmentId: 'production', result: 'fail' } as const];
    const state = version({ ...approved, evidence, requests: [request('goLive', 'open', { id: 'g' })] });
    expect(gateProgress(state, 'g').evidence[0]).toMatchObject({
      status: 'fail',
      environmentId: 'production',
    });
    const elsewhere = {
      ...state,
      requests: [request('goLive', 'open', { id: 'g', environmentId: 'branch' })],
    };
    expect(gateProgress(elsewhere, 'g').evidence[0]).toMatchObject({ status: 'pass', environmentId: null });
  });
});

describe('gates that are kept apart', () => {
  const renewal = (over: Partial<VersionState>): VersionState => version({ ...approved, ...over });

  it('do not count the same person, asked by either of the two', () => {
    const renewReview = renewal({
      requests: [...approved.requests.slice(1), request('review', 'open', { id: 'again' })],
      signOffs: [...approved.signOffs, signOff('again', 'paul', 'reviewer')],
    });
    expect(gateProgress(renewReview, 'again')).toMatchObject({ counted: [], surplus: ['again/paul'] });

    const renewApproval = renewal({
      requests: [...approved.requests.slice(0, 1), request('approval', 'open', { id: 'again' })],
      signOffs: [...approved.signOffs, signOff('again', 'rita', 'approver')],
    });
    expect(gateProgress(renewApproval, 'again')).toMatchObject({ counted: [], surplus: ['again/rita'] });
  });

  it('let somebody sign again once the other gate is void', () => {
    const state = renewal({
      requests: [
        ...approved.requests.map((made) =>
          made.gate === 'approval' ? { ...made, state: 'void' as const } : made,
        ),
        request('review', 'open', { id: 'again' }),
      ].filter(({ gate, state: now }) => gate !== 'goLive' && !(gate === 'review' && now === 'satisfied')),
      signOffs: [...approved.signOffs, signOff('again', 'paul', 'reviewer')],
    });
    expect(gateProgress(state, 'again').counted).toEqual(['again/paul']);
  });

  it('seat the one who filled the place, not the surplus of somebody counted elsewhere', () => {
    const state = version({
      earned: 'approved',
      requests: [request('review', 'satisfied', { id: 'r' }), request('approval', 'satisfied', { id: 'a' })],
      signOffs: [
        signOff('a', 'rita', 'approver'),
        signOff('r', 'rita', 'reviewer'),
        signOff('a', 'paul', 'approver'),
      ],
    });
    expect(gateProgress(state, 'r').counted).toEqual(['r/rita']);
    expect(gateProgress(state, 'a')).toMatchObject({ counted: ['a/paul'], surplus: ['a/rita'] });
  });

  it('reconsider the lower gate where only another choice leaves the higher one filled', () => {
    const state = version({
      earned: 'approved',
      requests: [request('review', 'satisfied', { id: 'r' }), request('approval', 'satisfied', { id: 'a' })],
      signOffs: [
        signOff('r', 'paul', 'reviewer'),
        signOff('r', 'rita', 'reviewer'),
        signOff('a', 'paul', 'approver'),
      ],
    });
    expect(gateProgress(state, 'r').counted).toEqual(['r/rita']);
    expect(gateProgress(state, 'a').counted).toEqual(['a/paul']);
  });
});

describe('the role to sign under', () => {
  it('is the one whose place is still empty', () => {
    const both = session('cleo', 'compliance', 'reviewer');
    const open = asked(twoSeats);
    expect(signingRoleOf(open, 'r', both)).toBe('reviewer');
    const half = asked(twoSeats, { signOffs: [signOff('r', 'rita', 'reviewer')] });
    expect(signingRoleOf(half, 'r', both)).toBe('compliance');
    expect(signingRoleOf(half, 'r', session('rolf', 'reviewer'))).toBe('reviewer');
    expect(signingRoleOf(half, 'r', session('paul', 'approver'))).toBeNull();
    expect(signingRoleOf(half, 'nothing', both)).toBeNull();
  });
});
