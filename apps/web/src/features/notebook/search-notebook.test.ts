import { describe, expect, it } from 'vitest';
import { findAssumptions } from './find-assumptions.ts';
import { readNotebook } from './read-notebook.ts';
import { nextHit, searchTexts, textsOf } from './search-notebook.ts';

const notebook = (...cells: object[]) =>
  readNotebook(JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }))!;
const markdown = (source: string) => ({ cell_type: 'markdown', source });
const code = (source: string, ...outputs: object[]) => ({ cell_type: 'code', source, outputs });

describe('searching a notebook', () => {
  const texts = textsOf(
    notebook(
      markdown('# Ridership by Hour'),
      code(
        'fit(train)',
        { output_type: 'stream', name: 'stdout', text: ['RMSE 0.42\n', 'done'] },
        { output_type: 'error', ename: 'ValueError', evalue: 'no holidays', traceback: ['at line 3'] },
      ),
      code('plot(hour)', {
        output_type: 'display_data',
        data: { 'text/html': '<b>x</b>', 'text/plain': 'a table of hours' },
      }),
    ),
  );

  it('finds what was written and what came out, whatever the case', () => {
    expect(searchTexts(texts, 'HOUR')).toEqual([1, 3]);
    expect(searchTexts(texts, ' rmse 0.42 ')).toEqual([2]);
    expect(searchTexts(texts, 'valueerror')).toEqual([2]);
    expect(searchTexts(texts, 'a table of')).toEqual([3]);
    expect(searchTexts(texts, 'weather')).toEqual([]);
    expect(searchTexts(texts, ' ')).toEqual([]);
  });

  it('goes on to the next one and the one before, round the end', () => {
    expect([0, 1, 2, 3].map((from) => nextHit([1, 3], from, 1))).toEqual([1, 3, 3, 1]);
    expect([0, 1, 2, 3].map((from) => nextHit([1, 3], from, -1))).toEqual([3, 3, 1, 1]);
    expect(nextHit([], 1, 1)).toBeUndefined();
  });
});

describe('the assumptions of a notebook', () => {
  it('are the section until the next heading of its level, without its code', () => {
    const found = findAssumptions(
      notebook(
        markdown('# Ridership'),
        markdown(
          'Before.\n\n## Assumptions made\n\nDemand follows the hour.\n\n### Weather\n\nIs known a day ahead.',
        ),
        code('assumptions = 1'),
        markdown('```\n## not a heading\n```\nHolidays are listed.'),
        markdown('## Data\n\nNo part of it.'),
      ),
    );
    expect(found?.cell).toBe(2);
    expect(found?.source).toBe(
      'Demand follows the hour.\n\n### Weather\n\nIs known a day ahead.\n\n```\n## not a heading\n```\nHolidays are listed.',
    );
  });

  it('are none where no heading speaks of them, and empty where nothing follows', () => {
    expect(findAssumptions(notebook(markdown('# Data\n\nWe assume nothing.')))).toBeNull();
    expect(findAssumptions(notebook(markdown('# What we assume'), code('x')))).toEqual({
      cell: 1,
      source: '',
    });
  });
});
