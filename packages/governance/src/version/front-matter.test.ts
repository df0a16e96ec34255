import { describe, expect, it } from 'vitest';
import { parseFrontMatter } from './front-matter.ts';

describe('front matter of release notes', () => {
  it('reads facts, and claims as records', () => {
    const notes = [
      '---',
      'model: ridership-demand',
      'version: 2.0.0',
      'date: 2015-01-01',
      'draft: false',
      'claims:',
      '  - {metric: mae, dataset: holdout-2015/holiday, op: "<", than: "1.0.0"}',
      '  - {metric: r2, dataset: "a, b", op: ">=", value: 0.92}',
      '---',
      '# Notes',
    ].join('\n');
    expect(parseFrontMatter(notes)).toEqual({
      model: 'ridership-demand',
      version: '2.0.0',
      date: '2015-01-01',
      draft: false,
      claims: [
        { metric: 'mae', dataset: 'holdout-2015/holiday', op: '<', than: '1.0.0' },
        { metric: 'r2', dataset: 'a, b', op: '>=', value: 0.92 },
      ],
    });
  });

  it('is null where there is none, or where it says more than is understood', () => {
    expect(parseFrontMatter('# Notes\n\n---\n\nmodel: a rule, not front matter\n---\n')).toBeNull();
    expect(parseFrontMatter('---\nmodel: x\n  nested:\n    deeper: 1\n---\n')).toBeNull();
    expect(parseFrontMatter('')).toBeNull();
  });
});
