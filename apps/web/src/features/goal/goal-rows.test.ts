import { expect, it } from 'vitest';
import { goalRows, useRows } from './goal-rows.ts';

const threshold = (metric: string, value: number) => ({
  metric,
  split: 'holdout',
  comparison: '>=' as const,
  threshold: value,
});
const view = (metric: string, value: number) => ({ ...threshold(metric, value), claimed: null, met: null });
const earlier = {
  version: '1.0.0',
  uses: ['Refusal', 'Order of work'],
  thresholds: [threshold('roc_auc', 0.8), threshold('avg_prec', 0.6)],
  until: '2026-12-01T00:00:00.000Z',
};

it('shows a signer what was loosened, what was added and what is asked no longer', () => {
  const rows = goalRows({ thresholds: [view('roc_auc', 0.7), view('accuracy', 0.75)] }, earlier);
  expect(rows.map(({ metric, now, before }) => [metric, now?.threshold, before?.threshold])).toEqual([
    ['roc_auc', 0.7, 0.8],
    ['accuracy', 0.75, undefined],
    ['avg_prec', undefined, 0.6],
  ]);
});

it('shows which uses are new and which are left out', () => {
  expect(useRows({ uses: ['Refusal', 'Marketing'] }, earlier)).toEqual([
    { use: 'Refusal', change: null },
    { use: 'Marketing', change: 'new' },
    { use: 'Order of work', change: 'left-out' },
  ]);
  expect(useRows({ uses: ['Refusal'] }, null)).toEqual([{ use: 'Refusal', change: null }]);
});
