import { describe, expect, it } from 'vitest';
import { suggestibles, suggestionsOf } from './suggestible.ts';

const metric = (name: string, split: string) => ({
  name,
  split,
  value: 0.8,
  rows: null,
  datasetDigest: null,
  basis: 'claimed' as const,
});
const list = suggestibles(
  { description: 'D', metrics: [metric('auc', 'test'), metric('f1', 'a'), metric('f1', 'a')], datasets: [] },
  'Notes',
);

describe('what can be suggested', () => {
  it('is prose and each claimed metric that is alone of its name', () => {
    expect(list.map(({ key }) => key)).toEqual(['release-notes', 'description', 'metric/auc/test']);
  });

  it('is sent where it changes something and is a number where a number stands', () => {
    expect(suggestionsOf(list, { 'release-notes': 'Notes', 'metric/auc/test': 'high' })).toEqual([]);
    expect(suggestionsOf(list, { 'release-notes': 'Better', 'metric/auc/test': ' 0.79 ' })).toEqual([
      { part: 'release-notes', text: 'Better' },
      { part: 'metric', name: 'auc', split: 'test', value: 0.79 },
    ]);
  });
});
