import type { GoalProposal } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { claimOf, goalProblems, startFrom, statedGoal } from './goal-draft.ts';

const proposal: GoalProposal = {
  earlier: null,
  thresholdsRequired: true,
  latestUntil: '2027-11-21T12:00:00.000Z',
};
const earlier = {
  version: '1.0.0',
  uses: ['Staffing', 'Energy'],
  thresholds: [{ metric: 'mae', split: 'validation', comparison: '<=' as const, threshold: 1.2 }],
  until: '2026-12-01T00:00:00.000Z',
};
const metrics = [
  { name: 'mae', value: 0.60272, split: 'train' },
  { name: 'mae', value: 1.40352, split: 'holdout-2015' },
  { name: 'r2', value: 0.92813, split: 'holdout-2015' },
  { name: 'mae', value: 3.012, split: 'holdout-2015/holiday' },
];

describe('the goal that a request for approval starts from', () => {
  it('is the one that was approved before', () => {
    const draft = startFrom(metrics, { ...proposal, earlier });
    expect(draft.uses).toBe('Staffing\nEnergy');
    expect(statedGoal(draft, proposal)).toMatchObject({ uses: earlier.uses, goal: earlier.thresholds });
  });

  it('else holds the version to what it claims on data that it was not trained on', () => {
    const draft = startFrom(metrics, proposal);
    expect(draft.uses).toBe('');
    expect(statedGoal(draft, proposal).goal).toEqual([
      { metric: 'mae', split: 'holdout-2015', comparison: '<=', threshold: 1.404 },
      { metric: 'r2', split: 'holdout-2015', comparison: '>=', threshold: 0.9281 },
    ]);
  });

  it('says what is owed, and asks for thresholds only where the tier does', () => {
    const draft = startFrom([], proposal);
    expect(goalProblems(draft, proposal)).toEqual([
      'State at least one use.',
      'Name at least one threshold of a metric.',
    ]);
    const low = { ...proposal, thresholdsRequired: false };
    expect(goalProblems({ ...draft, uses: ' A dashboard \n' }, low)).toEqual([]);
    const row = { key: 0, metric: 'mae', split: '', comparison: '<=', threshold: '1,2' } as const;
    expect(goalProblems({ ...draft, uses: 'A', thresholds: [row] }, proposal)).toEqual([
      'Threshold 1 needs a metric and a number.',
    ]);
  });

  it('never asks for longer than the policy grants', () => {
    const draft = startFrom([], proposal);
    expect(statedGoal(draft, proposal).until).toBe(proposal.latestUntil);
    expect(statedGoal({ ...draft, until: '' }, proposal).until).toBe(proposal.latestUntil);
    expect(Date.parse(statedGoal({ ...draft, until: '2027-01-31' }, proposal).until)).toBe(
      new Date('2027-01-31T23:59:59').getTime(),
    );
  });

  it('knows the one value that is claimed of a metric, and no other', () => {
    const row = { key: 0, metric: 'r2', split: '', comparison: '>=', threshold: '0.9' } as const;
    expect(claimOf(row, metrics)).toBe(0.92813);
    expect(claimOf({ ...row, metric: 'mae' }, metrics)).toBeNull();
    expect(claimOf({ ...row, metric: 'mae', split: 'train' }, metrics)).toBe(0.60272);
  });
});
