import { describe, expect, it } from 'vitest';
import {
  amendmentOf,
  emptyMetric,
  substanceDraft,
  substanceProblems,
  substanceText,
  withRow,
} from './substance-draft.ts';

const digest = 'a'.repeat(64);
const page = {
  metrics: [
    {
      name: 'mae',
      value: 1.4035245135415781,
      split: 'holdout',
      rows: 606,
      datasetDigest: digest,
      basis: 'claimed' as const,
    },
    { name: 'r2', value: 0.92, split: 'holdout', rows: null, datasetDigest: null, basis: 'claimed' as const },
  ],
  datasets: [
    {
      name: 'rides',
      kind: 'query',
      uri: null,
      digest,
      query: 'SELECT 1',
      timeRange: { start: '2001-01-22', end: '2014-12-31' },
      rows: 5092,
      split: { validation: 0.2 },
      source: null,
    },
  ],
};
const before = substanceDraft(page);
const [mae, r2] = before.metrics as [(typeof before.metrics)[number], (typeof before.metrics)[number]];

describe('an amendment of the substance', () => {
  it('sends nothing where nothing changed, and otherwise only the list that did', () => {
    expect(amendmentOf(before, before)).toEqual({});
    const metrics = [mae, { ...r2, value: '0.93' }];
    expect(amendmentOf(before, { ...before, metrics })).toEqual({
      metrics: [
        { name: 'mae', value: 1.4035245135415781, split: 'holdout', rows: 606, datasetDigest: digest },
        { name: 'r2', value: 0.93, split: 'holdout' },
      ],
    });
  });

  it('keeps of a dataset what the form does not show', () => {
    const datasets = [{ ...before.datasets[0]!, rows: '5093' }];
    expect(amendmentOf(before, { ...before, datasets }).datasets).toEqual([
      {
        name: 'rides',
        kind: 'query',
        digest,
        query: 'SELECT 1',
        timeRange: { start: '2001-01-22', end: '2014-12-31' },
        rows: 5093,
        split: { validation: 0.2 },
      },
    ]);
  });

  it('says which row is not complete', () => {
    const metrics = withRow(
      [
        { ...mae, value: 'x' },
        { ...r2, datasetDigest: 'abc' },
      ],
      emptyMetric,
    );
    expect(metrics.map(({ key }) => key)).toEqual([0, 1, 2]);
    const datasets = [{ ...before.datasets[0]!, end: '' }];
    expect(substanceProblems({ metrics, datasets })).toEqual([
      'Metric 1 needs a number as its value.',
      'Metric 2 has a digest that is no SHA-256 in 64 hex characters.',
      'Metric 3 needs a name and a split.',
      'Dataset reference 1 has a time range without one of its ends.',
    ]);
    expect(substanceProblems(before)).toEqual([]);
  });

  it('can be read line by line', () => {
    expect(substanceText({ ...before, metrics: [r2] })).toBe(
      [
        'r2 on holdout: 0.92',
        'rides: query, 5092 rows',
        'rides, query: SELECT 1',
        'rides, from 2001-01-22 to 2014-12-31',
        'rides, digest: aaaaaaaaaaaa…aaaaaaaa',
      ].join('\n'),
    );
  });
});
