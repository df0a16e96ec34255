import type { NotebookRow } from '@countersign/contracts';
import { expect, it } from 'vitest';
import { comparedParts, comparedText } from './compared-parts.ts';

const row = (at: number, more: Partial<NotebookRow> = {}): NotebookRow => ({
  before: at,
  after: at,
  change: 'same',
  moved: false,
  outputs: 'none',
  ...more,
});

it('what changed in a notebook is shown, and how many cells stay between', () => {
  const rows = [
    row(1),
    row(2),
    row(3, { outputs: 'changed' }),
    row(4, { change: 'changed', outputs: 'changed' }),
    row(5),
  ];
  expect(comparedParts(rows, false)).toEqual([
    { left: 2, from: 0 },
    { row: rows[2] },
    { row: rows[3] },
    { left: 1, from: 4 },
  ]);
  expect(comparedParts(rows, true)).toHaveLength(5);
  expect(comparedText(rows)).toBe('1 changed, 2 with other outputs, 3 the same');
});
