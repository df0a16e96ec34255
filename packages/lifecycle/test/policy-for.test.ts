import { describe, expect, it } from 'vitest';
import { builtInPolicies, type Policy, policyFor } from '../src/index.ts';

const policy: Policy = {
  ...builtInPolicies.high,
  retrain: { review: { ...builtInPolicies.low.gates.review, checklist: ['Is it only trained again?'] } },
};

describe('a policy by change class', () => {
  it('asks of a retraining what it says for one, and the rest as of everybody', () => {
    const { gates } = policyFor(policy, 'retrain');
    expect(gates.review).toBe(policy.retrain?.review);
    expect(gates.approval).toBe(policy.gates.approval);
    expect(gates.goLive).toBe(policy.gates.goLive);
  });

  it('is the same for a redesign, for what was never judged, and where it says nothing of classes', () => {
    expect(policyFor(policy, 'redesign')).toBe(policy);
    expect(policyFor(policy, null)).toBe(policy);
    expect(policyFor(builtInPolicies.high, 'retrain')).toBe(builtInPolicies.high);
  });
});
