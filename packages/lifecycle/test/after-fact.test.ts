import { describe, expect, it } from 'vitest';
import {
  afterAuthorFound,
  afterEvidence,
  afterReferences,
  builtInPolicies,
  type EvidenceState,
  type VersionState,
  whyNot,
} from '../src/index.ts';
import {
  approved,
  deployment,
  now,
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

  it('voids the gate of a deprecated version too, which stays where it ended', () => {
    expect(afterAuthorFound(version({ ...reviewed, stage: 'deprecated' }), 'rita', now)).toMatchObject({
      stage: 'deprecated',
      earned: 'reviewed',
      requests: [{ id: 'review-satisfied', state: 'void' }],
    });
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

describe('a reference that is withdrawn', () => {
  const policy = {
    ...builtInPolicies.low,
    gates: {
      ...builtInPolicies.low.gates,
      review: { ...builtInPolicies.low.gates.review, references: ['change'] },
    },
  } as const;
  const review = (state: 'open' | 'satisfied') => request('review', state, { id: 'r', policy });
  const signed = signOff('r', 'rita', 'reviewer');

  it('voids the endorsements of a gate that requires its kind, where it was the last one', () => {
    const state = version({
      earned: 'reviewed',
      references: ['change', 'ticket'],
      requests: [review('satisfied')],
      signOffs: [signed],
    });
    expect(afterReferences(state, ['change'], now)).toMatchObject({
      stage: 'reviewed',
      requests: [],
      signOffs: [],
    });
    const after = afterReferences(state, ['ticket'], now);
    expect(after).toMatchObject({ stage: 'registered', earned: 'registered' });
    expect(after.next.requests).toMatchObject([{ state: 'void' }]);
    expect(after.next.signOffs).toMatchObject([{ state: 'void' }]);
  });

  it('leaves what was approved at its stage, with its gate void', () => {
    const state = version({
      ...approved,
      references: ['change'],
      requests: [review('satisfied'), ...approved.requests.slice(1)],
      signOffs: [signed, ...approved.signOffs.slice(1)],
    });
    const after = afterReferences(state, [], now);
    expect(after).toMatchObject({ stage: 'approved', earned: 'approved' });
    expect(after.next.requests[0]).toMatchObject({ id: 'r', state: 'void' });
  });

  it('is missed beside the button, and an added one is not', () => {
    const state = version({ requests: [review('open')] });
    const endorse = { type: 'sign', requestId: 'r', decision: 'endorse' } as const;
    const reasons = (of: typeof state) => whyNot(of, endorse, session('rita', 'reviewer'), now);
    expect(reasons(state)).toEqual([{ code: 'REFERENCES_MISSING', detail: { kinds: ['change'] } }]);
    expect(reasons(afterReferences(state, ['change'], now).next)).toEqual([]);
  });
});
