import { describe, expect, it } from 'vitest';
import {
  afterDeploymentChange,
  afterDeprecate,
  afterLapse,
  afterLift,
  afterMark,
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
  version,
} from './version-fixture.ts';

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

  it('expedited needs every gate to become ordinary, and ordinary never lapses', () => {
    const expedited = deployment('production', { ground: 'expedited', lapsesAt: past });
    const lapsed = (over: Partial<VersionState>) =>
      afterLapse(version({ ...over, deployments: [expedited] }), now).deployments[0];
    const voidReview = approved.requests.map((made) =>
      made.gate === 'review' ? { ...made, state: 'void' as const } : made,
    );
    expect(lapsed(approved)).toMatchObject({ ground: 'gates' });
    expect(lapsed({ ...approved, requests: voidReview })).toMatchObject({ state: 'ended' });
    expect(lapsed({ ...approved, earned: 'reviewed' })).toMatchObject({ state: 'ended' });
    expect(lapsed({ ...approved, requests: approved.requests.slice(0, 2) })).toMatchObject({
      state: 'ended',
    });
    const ordinary = deployment('production', { lapsesAt: past });
    expect(afterLapse(version({ earned: 'approved', deployments: [ordinary] }), now).deployments).toEqual([]);
  });

  it('never gives way to silence', () => {
    const heirs = (hasPreviousChampion: boolean, hasFallback: boolean) =>
      heirAfterLapse({ hasPreviousChampion, hasFallback });
    expect(heirs(true, true)).toBe('previous-champion');
    expect(heirs(false, true)).toBe('fallback');
    expect(heirs(false, false)).toBe('stop');
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
