import type { VersionComparison } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { differingText, outlineOf } from './outline.ts';

const text = (name: string, same: boolean) => ({ name, before: 'a', after: same ? 'a' : 'b', same });
const statistics = { rows: 5, missing: 0, mean: 1, lowest: 0, highest: 2, categories: null };
const column = { name: 'x', before: statistics, after: statistics, apart: 0, appeared: [], vanished: [] };
const metric = {
  name: 'rmse',
  split: 'test',
  before: 1,
  after: 1,
  difference: 0,
  data: 'same' as const,
  verdict: null,
};
const equal = {
  change: { class: 'retrain' },
  metrics: [metric],
  datasets: [text('rides', true)],
  training: { reason: null, columns: [column] },
  fittedOnAll: { before: [], after: [] },
  runs: { before: null, after: null, parameters: [], metrics: [] },
  parameters: [],
  buildEnvironment: [text('python', true)],
  schema: { verdict: 'same', changes: [] },
  description: { before: 'a', after: 'a' },
  notes: { before: 'a', after: 'a' },
  files: [{ path: 'look.ipynb', before: null, after: null, same: true }],
} as unknown as VersionComparison;

const notes = (more: Partial<VersionComparison>) =>
  Object.fromEntries(
    outlineOf({ ...equal, ...more }).map(({ at, same, note }) => [at, same ? 'same' : note]),
  );

describe('the outline of a comparison', () => {
  it('folds what is the same, and never what has still to be read', () => {
    const open = outlineOf(equal).filter(({ same }) => !same);
    expect(open.map(({ at }) => at)).toEqual(['change-class', 'golden-set', 'prediction-behaviour']);
    expect(differingText(outlineOf(equal))).toBe('11 of 14 without a difference');
  });

  it('says what differs, and where that is not plain to see', () => {
    expect(
      notes({
        metrics: [{ ...metric, data: 'other' }],
        training: { reason: null, columns: [{ ...column, after: { ...statistics, rows: 6 } }] },
        buildEnvironment: [text('python', true), text('numpy', false)],
        schema: { verdict: 'breaking', changes: [] },
        fittedOnAll: { before: [], after: [{ dataset: 'rides', why: 'the split says so' }] },
        notes: { before: 'a', after: 'b' },
      }),
    ).toMatchObject({
      metrics: '1 of 1 differ',
      'training-columns': '1 of 1 differ',
      'training-data': 'fitted on all data',
      'build-environment': '1 of 2 differ',
      schema: 'breaking',
      'who-uses': '',
      'release-notes': 'differs',
      parameters: 'same',
    });
    expect(notes({ training: { reason: 'NO_STATISTICS', columns: [] } })['training-columns']).toBe(
      'not known',
    );
    const run = { experiment: 'depths', run: 'r-1', found: null };
    expect(notes({ runs: { ...equal.runs, before: run, after: run } }).runs).toBe('differs');
  });
});
