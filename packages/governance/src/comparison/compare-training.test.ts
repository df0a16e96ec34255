import { ComparedTraining } from '@countersign/contracts';
import { expect, it } from 'vitest';
import { compareTraining } from './compare-training.ts';

const numeric = (min: number, median: number, max: number, more = {}) => ({
  ...{ kind: 'numeric', count: 10, missing: 1, mean: median, min, max, quantiles: { '0.5': median } },
  ...more,
});
const categorical = (categories: Record<string, number>) => ({
  kind: 'categorical',
  count: 10,
  missing: 0,
  categories,
});
const file = (columns: Record<string, unknown>) => ({ json: { columns } });

it('training data are compared column by column, the most apart first', () => {
  const found = compareTraining(
    file({
      same: numeric(0, 5, 10),
      moved: numeric(0, 5, 10),
      elsewhere: numeric(0, 5, 10),
      day: categorical({ mon: 6, tue: 4 }),
      gone: numeric(0, 1, 2),
      bare: { count: 10 },
    }),
    file({
      same: numeric(0, 5, 10),
      moved: numeric(0, 7.5, 10),
      elsewhere: numeric(20, 25, 30, { missing: 4 }),
      day: categorical({ mon: 5, sun: 5 }),
      bare: { count: 12 },
    }),
  );
  expect(ComparedTraining.parse(found)).toEqual(found);
  expect(
    found.columns.map(({ name, apart }) => [name, apart === null ? null : Number(apart.toFixed(3))]),
  ).toEqual([
    ['gone', null],
    ['elsewhere', 1],
    ['day', 0.5],
    // Three in four were at most 7.5; of the later ones a half.
    ['moved', 0.25],
    ['same', 0],
    ['bare', null],
  ]);
  expect(found.columns[1]).toMatchObject({
    before: { rows: 10, missing: 1, mean: 5, lowest: 0, highest: 10, categories: null },
    after: { missing: 4, lowest: 20 },
  });
  expect(found.columns[2]).toMatchObject({ appeared: ['sun'], vanished: ['tue'], before: { categories: 2 } });
});

it('many equal values are one step of a distribution', () => {
  const steps = (share: string) => file({ a: numeric(0, 0, 10, { quantiles: { [share]: 0 } }) });
  expect(compareTraining(steps('0.4'), steps('0.6')).columns[0]?.apart).toBeCloseTo(0.2);
});

it.each([
  null,
  {},
  { columns: [] },
  { columns: { a: { count: -1 } } },
  { columns: { a: { count: 1, missing: 2 } } },
  {
    columns: {
      a: numeric(0, 1, 2, {
        quantiles: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [at, at])),
      }),
    },
  },
])('says so where statistics cannot be read, %#', (json) => {
  expect(compareTraining({ json }, file({})).reason).toBe('UNREADABLE');
  expect(compareTraining(null, { json }).reason).toBe('NO_STATISTICS');
});
