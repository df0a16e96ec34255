import { expect, it } from 'vitest';
import { runsOf } from './typefaces.ts';
import { turned, visualRuns } from './visual-order.ts';

const fromTheLeft = (line: string) =>
  visualRuns(line).map(({ text, isRightToLeft }) => [text, isRightToLeft]);

it('leaves a line without letters that are read from the right as it is', () => {
  expect(fromTheLeft('Zoë signed 2 of 3 (김민수)')).toEqual([['Zoë signed 2 of 3 (김민수)', false]]);
});

it('keeps a name in one piece where it stands in a sentence, and numbers in it from the left', () => {
  expect(fromTheLeft('Mr. محمد الأحمد, Risk 2')).toEqual([
    ['Mr. ', false],
    ['محمد الأحمد', true],
    [', Risk 2', false],
  ]);
  expect(fromTheLeft('דוד 12 כהן')).toEqual([
    [' כהן', true],
    ['12', false],
    ['דוד ', true],
  ]);
});

it('turns brackets round with what stands in them', () => {
  expect(turned(' (')).toBe(') ');
});

it('has letters for Hebrew, Arabic and Hangul in every hand, and says the code point of what it has none for', () => {
  for (const hand of ['sans', 'bold', 'mono'] as const)
    for (const name of ['דוד', 'محمد', '김민수']) expect(runsOf(hand, name)).toMatchObject([{ text: name }]);
  expect(runsOf('sans', '🎉')).toMatchObject([{ text: '[U+1F389]' }]);
});
