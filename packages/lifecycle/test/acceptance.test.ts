import { describe, expect, it } from 'vitest';
import { type ReasonCode, reasonCodes } from '../src/index.ts';
import { type Letter, refinements, refusals, stateTable, systemTable } from './acceptance.ts';
import { columns } from './column.ts';
import { type Cell, cells, systemRows } from './table.ts';

const table = cells();

const refinedBy = (row: string, column: (typeof columns)[number]) =>
  refinements.filter((refinement) => refinement.rows.test(row) && refinement.columns.includes(column));

function codesOf(letters: readonly Letter[]): ReasonCode[] {
  return letters.flatMap((letter) => [...refusals[letter]]);
}

/** Compares refusals: no code that the cell does not name, none missing, and the same order. */
function expectRefusals(cell: Cell, fact: string, row: string, column: (typeof columns)[number]): void {
  const refined = refinedBy(row, column);
  const more = refined.flatMap((refinement) => refinement.more ?? []);
  const less = refined.flatMap((refinement) => refinement.less ?? []);
  const letters = fact
    .split(' ')
    .filter((letter): letter is Letter => letter in refusals && !less.includes(letter as Letter));
  const codes = codesOf(letters);
  const named = cell.refusals.filter((code) => codes.includes(code));

  expect([...cell.refusals].sort(), `${row} in ${column}`).toEqual([...new Set([...codes, ...more])].sort());
  expect(named, `order of ${row} in ${column}`).toEqual(codes.filter((code) => named.includes(code)));
}

describe('the generated table says what was decided', () => {
  const checked = Object.entries(stateTable).flatMap(([row, line]) =>
    columns.map((column) => [row, column, line[column]] as const),
  );

  it.each(checked)('%s in %s: %s', (row, column, fact) => {
    const cell = table.get(row)?.[column];
    if (cell === undefined) throw new Error(`no row ${row}`);
    const isRefused = fact === '.' || fact.startsWith('!');

    expect(cell.by.length === 0).toBe(isRefused);
    if (isRefused) {
      expect(cell.refusals[0]).toBe(fact === '.' ? 'STAGE_WRONG' : fact.slice(1));
      return;
    }
    const [act = '', earned] = fact.split('>');
    expectRefusals(cell, act, row, column);
    if (act.startsWith('Y')) {
      expect(cell.effect.includes(`-> ${earned}`)).toBe(earned !== undefined);
      expect(cell.effect.includes('ends all deployments')).toBe(act === 'Y all');
    }
  });

  it('leaves no row of the table unchecked but the one that it adds', () => {
    const added = [...table.keys()].filter((row) => !(row in stateTable));
    expect(added).toEqual(['withdraw request (review)', 'withdraw request (go-live)']);
  });

  it.each(
    Object.entries(systemTable).flatMap(([row, line]) =>
      columns.map((column) => [row, column, line[column]] as const),
    ),
  )('by itself: %s in %s: %s', (row, column, fact) => {
    expect(systemRows[row]?.(column)).toBe(fact);
  });

  it('names only codes of the closed list', () => {
    for (const { more = [] } of refinements) expect(reasonCodes).toEqual(expect.arrayContaining([...more]));
    expect(reasonCodes).toEqual(expect.arrayContaining(Object.values(refusals).flat()));
  });
});
