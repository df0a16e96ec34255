import type { GatePolicy, Policy, RequiredEvidence } from './policy.ts';
import type { Gate, Role, Tier } from './vocabulary.ts';

const reviewQuestions = [
  'Is the intended use stated, and is the model fit for it and for the people it affects?',
  'Do the training data represent the population to be scored, with their known gaps and exclusions written down?',
  'Were the metrics computed on data that the training never saw, and is the split recorded?',
  'Are the assumptions, limitations and conditions under which the model must not be used written down?',
];
const thoroughReviewQuestions = [
  ...reviewQuestions,
  'Was the result compared with the version in production, or with a simpler model, on the same data?',
  'Were sensitive attributes and their proxies examined, and are differences between groups explained?',
  'Does the behaviour at the edges (missing values, extremes, shifted inputs) follow from the robustness cases?',
];
const approvalQuestions = [
  'Are the uses for which production is granted named, and is everything else excluded?',
  'Are the limits found in the review acceptable for these uses, and who carries the remaining risk?',
  'Is the original goal set as thresholds that monitoring can hold the model against?',
];
const goLiveQuestions = [
  'Did the runtime that will serve reproduce the golden set?',
  'What answers when this version cannot: which fallback, and has it been tried?',
  'Do consumers know of the change, and does somebody watch the first hours?',
];

const readEvidence = (
  kind: RequiredEvidence['kind'],
  tier: Tier,
  must: RequiredEvidence['must'] = 'pass',
) => ({
  kind,
  must,
  claimedCounts: tier === 'low',
});

const place = (role: Role, quorum = 1) => ({ role, quorum });

const gatePolicy = (
  signOffs: GatePolicy['signOffs'],
  distinctFrom: readonly Gate[],
  evidence: readonly RequiredEvidence[],
  checklist: readonly string[],
): GatePolicy => ({ signOffs, distinctFrom, evidence, checklist });

function builtIn(
  tier: Tier,
  reviewers: number,
  apart: { approval: readonly Gate[]; goLive: readonly Gate[] },
  validityDays: number,
): Policy {
  const parity = readEvidence('golden-set-parity', tier);
  return {
    id: `built-in-${tier}`,
    number: 1,
    tier,
    gates: {
      review: gatePolicy(
        [place('reviewer', reviewers)],
        [],
        [parity, readEvidence('robustness-run', tier, tier === 'low' ? 'present' : 'pass')],
        tier === 'low' ? reviewQuestions : thoroughReviewQuestions,
      ),
      approval: gatePolicy([place('approver')], apart.approval, [], approvalQuestions),
      goLive: gatePolicy(
        [place('approver')],
        apart.goLive,
        [parity, readEvidence('robustness-run', tier)],
        goLiveQuestions,
      ),
    },
    validityDays,
  };
}

/** The policies of a new installation: two people suffice for low, three for moderate, four for high. */
export const builtInPolicies: Readonly<Record<Tier, Policy>> = {
  low: builtIn('low', 1, { approval: [], goLive: [] }, 365),
  moderate: builtIn('moderate', 1, { approval: ['review'], goLive: ['review'] }, 365),
  high: builtIn('high', 2, { approval: ['review'], goLive: ['approval'] }, 180),
};
