import { describe, expect, it } from 'vitest';
import { whyNot } from '../src/index.ts';
import { columns, stateIn } from './column.ts';
import { rows } from './row.ts';
import { cells, isForbiddenThroughout, tableText } from './table.ts';
import { anybody, now } from './version-fixture.ts';

describe('the table of who may do what, when', () => {
  it('is the one that is committed', async () => {
    await expect(tableText()).toMatchFileSnapshot('../table.txt');
  });

  it('ends with deprecated, whatever was earned: only marks and errata go on', () => {
    const going = rows
      .filter((row) =>
        (['R', 'V', 'P', 'D*R', 'D*V'] as const).some((column) => {
          const state = row.prepare?.(stateIn[column](), column) ?? stateIn[column]();
          const end = { ...state, stage: 'deprecated' } as const;
          const first = whyNot(end, row.command, anybody, now)[0]?.code;
          return first !== 'STAGE_WRONG';
        }),
      )
      .map(({ name }) => name);
    expect(going).toEqual(['erratum', 'advisory', 'block', 'lift']);
  });

  it('forbids what the state forbids whatever else is true of the version', () => {
    const table = cells();
    for (const row of rows) {
      for (const column of columns) {
        if (table.get(row.name)?.[column].by.length === 0) {
          expect(isForbiddenThroughout(row, column), `${row.name} in ${column}`).toBe(true);
        }
      }
    }
  });
});
