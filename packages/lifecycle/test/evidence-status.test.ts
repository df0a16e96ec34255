import { expect, it } from 'vitest';
import { builtInPolicies, type EvidenceState, evidenceStatus } from '../src/index.ts';

const statusOf = (
  found: Partial<EvidenceState>,
  required: { atLeast?: number; must?: 'pass' | 'present' },
) => {
  const { low } = builtInPolicies;
  const evidence = [{ kind: 'prior-agreement' as const, must: 'pass' as const, ...required }];
  const policy = { ...low, gates: { ...low.gates, review: { ...low.gates.review, evidence } } };
  const measured: EvidenceState = {
    kind: 'prior-agreement',
    environmentId: null,
    result: 'measured',
    basis: 'checked',
    ...found,
  };
  return evidenceStatus([measured], { gate: 'review', environmentId: null, policy })[0]!.status;
};

it('a share that was measured passes where it is at least what the policy asks for', () => {
  expect(statusOf({ share: 0.95 }, { atLeast: 0.95 })).toBe('pass');
  expect(statusOf({ share: 0.949 }, { atLeast: 0.95 })).toBe('fail');
  expect(statusOf({ share: 0 }, { atLeast: 0 })).toBe('pass');
  expect(statusOf({ share: 0 }, { must: 'present' })).toBe('pass');
});

it('without a share, or a threshold, nothing measured can be told to pass', () => {
  expect(statusOf({}, { atLeast: 0.95 })).toBe('missing');
  expect(statusOf({ share: null }, { atLeast: 0 })).toBe('missing');
  expect(statusOf({ share: 1 }, {})).toBe('missing');
  // The first version of a model has none before it that it could differ from.
  expect(statusOf({ result: 'pass' }, { atLeast: 0.95 })).toBe('pass');
  expect(statusOf({ result: 'fail', share: 1 }, { atLeast: 0.5 })).toBe('fail');
  expect(statusOf({ result: 'not-checked' }, { must: 'present' })).toBe('missing');
});
