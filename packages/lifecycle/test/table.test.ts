import { describe, expect, it } from 'vitest';
import { columns } from './column.ts';
import { rows } from './row.ts';
import { cells, isForbiddenThroughout, tableText } from './table.ts';

describe('the table of who may do what, when', () => {
  it('is the one that is committed', async () => {
    await expect(tableText()).toMatchFileSnapshot('../table.txt');
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
