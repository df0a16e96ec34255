import { expect, it } from 'vitest';
import { thresholdsOf } from './agreement-threshold.ts';

const gate = (name: 'review' | 'approval', atLeast: number | null, number = 2) => ({
  gate: name,
  policy: { id: 'low', number },
  evidence: [
    { kind: 'prior-agreement', must: 'pass' as const, status: 'pass' as const, evidenceId: null, atLeast },
  ],
});
const measured = (share: number, rows: number) => ({
  kind: 'prior-agreement' as const,
  agreement: { share, rows },
});

it('says how many rows a policy asks for, at which gates, and whether that is reached', () => {
  expect(thresholdsOf(measured(0.96, 100), [gate('review', 0.95), gate('approval', 0.95)])).toEqual([
    { met: true, text: 'at least 95 of 100 required at review and approval by policy low, version 2' },
  ]);
  // 0.07 * 100 is a little more than 7.
  expect(thresholdsOf(measured(0.07, 100), [gate('review', 0.07), gate('approval', 0.5, 3)])).toEqual([
    { met: true, text: 'at least 7 of 100 required at review by policy low, version 2' },
    { met: false, text: 'at least 50 of 100 required at approval by policy low, version 3' },
  ]);
});

it('says nothing where no policy asks, or nothing was measured', () => {
  expect(thresholdsOf(measured(1, 3), [gate('review', null)])).toEqual([]);
  expect(thresholdsOf({ kind: 'prior-agreement', agreement: null }, [gate('review', 0.9)])).toEqual([]);
});
