import type { PolicyBody } from '@countersign/contracts';
import { builtInPolicies } from '@countersign/lifecycle';
import { expect, it } from 'vitest';
import { gateSentences, retrainSentences } from './sentences.ts';

const high = builtInPolicies.high as PolicyBody;

it('tells who signs, who not, and what must be there', () => {
  expect(gateSentences('review', high)).toEqual([
    'Two reviewers endorse it; nobody who made the version, and nobody twice.',
    'Whoever is counted at approval is not counted here.',
    'Golden set, parity must pass; computed here, a claim does not count.',
    'Robustness run must pass; computed here, a claim does not count.',
  ]);
});

it('tells of signers kept apart at both gates, wherever it is written', () => {
  expect(gateSentences('approval', high)[1]).toBe(
    'Whoever is counted at review and go-live is not counted here.',
  );
});

it('tells how long an approval lasts and who deploys', () => {
  expect(gateSentences('approval', high).at(-1)).toContain('at most 180 days');
  expect(gateSentences('goLive', high).at(-1)).toContain('neither signed the go-live nor made');
  expect(gateSentences('goLive', builtInPolicies.low as PolicyBody).at(-1)).toBe('Any operator deploys.');
});

it('says that a gate without places can never be satisfied', () => {
  const empty = { ...high, gates: { ...high.gates, review: { ...high.gates.review, signOffs: [] } } };
  expect(gateSentences('review', empty)[0]).toContain('can never be satisfied');
});

it('tells what is otherwise for a retrain, where the policy says so', () => {
  const { review } = builtInPolicies.low.gates;
  const lighter = { ...high, retrain: { review: { ...review, evidence: [] } } } as unknown as PolicyBody;
  expect(retrainSentences('review', lighter)[0]).toBe(
    'Of a retrain: One reviewer endorses it; nobody who made the version, and nobody twice.',
  );
  expect(retrainSentences('review', lighter)[1]).toContain('Not of a retrain: Two reviewers endorse it');
  expect(retrainSentences('approval', lighter)).toEqual([]);
  expect(retrainSentences('review', high)).toEqual([]);
});
