import { describe, expect, it } from 'vitest';
import { alignCells } from './align-cells.ts';
import { parseNotebook } from './parse-cells.ts';

interface Cell {
  id?: string;
  cell_type?: string;
  source: string;
  outputs?: unknown[];
  execution_count?: number;
}
const cellsOf = (cells: readonly (string | Cell)[]) => {
  const parsed = parseNotebook(
    JSON.stringify({
      nbformat: 4,
      cells: cells.map((cell) => ({
        cell_type: 'code',
        ...(typeof cell === 'string' ? { source: cell } : cell),
      })),
    }),
  );
  if (parsed === null || parsed === 'TOO_MANY') throw new Error('no notebook');
  return parsed.cells;
};
const aligned = (before: (string | Cell)[], after: (string | Cell)[]) =>
  alignCells(cellsOf(before), cellsOf(after)).map(
    ({ before: old, after: now, change, moved, outputs }) =>
      `${old ?? '-'} ${now ?? '-'} ${change}${moved ? ' moved' : ''}${outputs === 'none' ? '' : ` outputs ${outputs}`}`,
  );

describe('the cells of two notebooks', () => {
  it('are aligned by what they say where ids are missing; what was changed is known by what it has in common', () => {
    expect(
      aligned(
        ['import x', 'fit(a, b, seed=1)', 'plot(model)', 'gone for good'],
        ['import x', 'totally new', 'fit(a, b, seed=2)', 'plot(model)'],
      ),
    ).toEqual(['1 1 same', '- 2 added', '2 3 changed', '3 4 same', '4 - removed']);
  });

  it('are known by their ids, wherever they went and whatever became of them', () => {
    const before = ['aa', 'bb', 'cc', 'dd'].map((id) => ({ id, source: `text of ${id}` }));
    expect(
      aligned(before, [before[3]!, before[0]!, { id: 'bb', source: 'nothing alike' }, before[2]!]),
    ).toEqual(['4 1 same moved', '1 2 same', '2 3 changed', '3 4 same']);
  });

  it('are not known by ids that only count', () => {
    const counted = (...sources: string[]) => sources.map((source, at) => ({ id: `cell-0${at}`, source }));
    expect(aligned(counted('a()', 'b()', 'c()'), counted('a()', 'new!', 'b()', 'c()'))).toEqual([
      '1 1 same',
      '- 2 added',
      '2 3 same',
      '3 4 same',
    ]);
  });

  it('that say the same keep their order as far as they can', () => {
    expect(aligned(['x', '', 'y', ''], ['', 'x', '', 'y', ''])).toEqual([
      '- 1 added',
      '1 2 same',
      '2 3 same',
      '3 4 same',
      '4 5 same',
    ]);
  });

  it('have outputs that are the same or not, however often the cell was run', () => {
    const run = (execution_count: number, text: string | string[], data?: unknown) => ({
      source: 'f()',
      execution_count,
      outputs: [{ output_type: 'execute_result', execution_count, text, data }],
    });
    expect(aligned([run(1, 'ab')], [run(7, ['a', 'b'])])).toEqual(['1 1 same outputs same']);
    expect(aligned([run(1, '', { 'image/png': 'AA' })], [run(1, '', { 'image/png': 'AB' })])).toEqual([
      '1 1 same outputs changed',
    ]);
    expect(aligned([run(1, 'a')], ['f()'])).toEqual(['1 1 same outputs changed']);
  });

  it('may be many and all alike, or none', () => {
    const many = (count: number, text: (at: number) => string) =>
      Array.from({ length: count }, (_, at) => text(at));
    expect(
      aligned(
        many(3_000, () => 'x'),
        many(2_999, () => 'x'),
      ),
    ).toHaveLength(3_000);
    expect(
      aligned(
        many(2_000, (at) => `a ${at} b`),
        many(2_000, (at) => `a b c ${at}`),
      ),
    ).toHaveLength(4_000);
    expect(aligned([], [])).toEqual([]);
    expect(parseNotebook(JSON.stringify({ cells: new Array(20_001).fill({}) }))).toBe('TOO_MANY');
    expect(parseNotebook('[1]')).toBeNull();
  });
});
