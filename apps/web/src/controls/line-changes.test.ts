import { describe, expect, it } from 'vitest';
import { lineChanges } from './line-changes.ts';

const drawn = (before: string, after: string) =>
  lineChanges(before, after).map(
    (line) => line && line.mark + line.parts.map(({ text, is }) => (is ? `[${text}]` : text)).join(''),
  );

describe('what changed between two texts', () => {
  it('is told by lines, and in a line by words; what is far from a change is left out', () => {
    expect(drawn('a\nb\nc\nd\nerror is 1.5 a day\n', 'a\nb\nc\nd\nerror is 1.4 a day\n')).toEqual([
      null,
      ' c',
      ' d',
      '−error is 1.[5] a day',
      '+error is 1.[4] a day',
    ]);
  });

  it('is whole lines where they have little in common, or came and went in other numbers', () => {
    expect(drawn('one thing', 'quite another matter')).toEqual(['−one thing', '+quite another matter']);
    expect(drawn('a b c\n', 'a b d\ne\n')).toEqual(['−a b c', '+a b d', '+e']);
  });

  it('is both texts whole where they are long and share nothing', () => {
    const lines = (mark: string) => Array.from({ length: 4_000 }, (_, at) => `${mark}${at}`).join('\n');
    expect(lineChanges(lines('a'), lines('b'))).toHaveLength(8_000);
  });
});
