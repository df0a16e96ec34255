import { expect, it } from 'vitest';
import { csvText } from './csv-text.ts';

it.each([
  ['=1+1', `"'=1+1"`],
  ['+49 1', `"'+49 1"`],
  ['-2', `"'-2"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['  =cmd|calc', `"'  =cmd|calc"`],
  ['a "quoted", thing', '"a ""quoted"", thing"'],
  ['two\nlines', '"two\nlines"'],
  ['Müller', 'Müller'],
  ['2026-11-21T10:00:00.000Z', '2026-11-21T10:00:00.000Z'],
])('%j is data to a spreadsheet', (text, written) => {
  expect(csvText(['a'], [[text]])).toBe(`a\r\n${written}\r\n`);
});

it('nothing is an empty cell, and a number stays one', () => {
  expect(csvText(['a', 'b'], [[null, -3]])).toBe('a,b\r\n,-3\r\n');
});
