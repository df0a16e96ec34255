import { describe, expect, it } from 'vitest';
import { columnText, parseRunColumn, parseRunOrder } from './run-column.ts';
import { completeRunFilter } from './run-completion.ts';
import { parseRunFilter } from './run-filter.ts';

const read = (text: string) =>
  parseRunFilter(text).conditions?.map(({ column, operator, value }) => [
    columnText(column),
    operator,
    value,
  ]);
const wrong = (text: string) => {
  const { problem } = parseRunFilter(text);
  return (
    problem && [problem.code, text.slice(problem.offset, problem.offset + problem.length), problem.offset]
  );
};

describe('a filter of runs', () => {
  it.each([
    ['', []],
    [
      'metrics.rmse < 1 and params.model = "tree"',
      [
        ['metrics.rmse', '<', 1],
        ['params.model', '=', 'tree'],
      ],
    ],
    [
      "metric.`val loss` >= -1.5e-3 AND tag.\"a b\" LIKE '%it''s%'",
      [
        ['metrics.`val loss`', '>=', -0.0015],
        ['tags.`a b`', 'LIKE', "%it's%"],
      ],
    ],
    ['params.train.C != "5"', [['params.train.C', '!=', '5']]],
    ['status IN ("FINISHED", \'FAILED\')', [['attributes.status', 'IN', ['FINISHED', 'FAILED']]]],
    ['tags.x not in ("a")', [['tags.x', 'NOT IN', ['a']]]],
    ['attributes.start_time > "2026-01-31"', [['attributes.start_time', '>', Date.UTC(2026, 0, 31)]]],
    ['run.start_time > 12', [['attributes.start_time', '>', 12]]],
    [
      'params.a ILIKE "x" and params.b == "y"',
      [
        ['params.a', 'ILIKE', 'x'],
        ['params.b', '=', 'y'],
      ],
    ],
  ])('%s', (text, conditions) => expect(read(text)).toEqual(conditions));

  it.each([
    ['metrics.rmse <', ['INCOMPLETE', '', 14]],
    ['metrics.rmse < "1"', ['WRONG_VALUE', '"1"', 15]],
    ['metrics.rmse LIKE 1', ['UNKNOWN_OPERATOR', 'LIKE', 13]],
    ['params.model < "tree"', ['UNKNOWN_OPERATOR', '<', 13]],
    ['params.model = tree', ['WRONG_VALUE', 'tree', 15]],
    ['params.model = "tree', ['UNCLOSED', '"tree', 15]],
    ['metrics.rmse < 1 or metrics.mae < 1', ['UNEXPECTED', 'or', 17]],
    ['metrics.rmse < 1 and', ['INCOMPLETE', '', 20]],
    ['rmse < 1', ['UNKNOWN_COLUMN', 'rmse', 0]],
    ['weather.rain = 1', ['UNKNOWN_COLUMN', 'weather.rain', 0]],
    ['attributes.colour = "red"', ['UNKNOWN_COLUMN', 'attributes.colour', 0]],
    ['status IN "FINISHED"', ['UNEXPECTED', '"FINISHED"', 10]],
    ['status IN ("FINISHED"', ['INCOMPLETE', '', 21]],
    ['metrics. < 1', ['INCOMPLETE', '<', 9]],
    ['start_time > "yesterday"', ['WRONG_VALUE', '"yesterday"', 13]],
    ['(metrics.a < 1)', ['UNKNOWN_COLUMN', '(', 0]],
    [Array(21).fill('metrics.a < 1').join(' and '), ['TOO_LONG', 'metrics.a', 360]],
  ])('points at the place: %s', (text, place) => expect(wrong(text)).toEqual(place));

  it('names columns back and forth, whatever their keys hold', () => {
    for (const key of ['rmse', 'val loss', 'a`b', 'a"b', 'x.y', 'schön'])
      expect(parseRunColumn(columnText({ of: 'metrics', key }))).toEqual({ of: 'metrics', key });
    expect(parseRunColumn('attributes.colour')).toBeNull();
    expect(parseRunColumn('metrics.')).toBeNull();
    expect(parseRunOrder('metrics.`val loss` DESC')).toEqual({
      column: { of: 'metrics', key: 'val loss' },
      descending: true,
    });
    expect(parseRunOrder('sideways')).toBeNull();
  });
});

describe('completion', () => {
  const keys = { metrics: ['rmse', 'val loss'], params: ['model'], tags: [] };
  const at = (text: string) => completeRunFilter(text, text.length, keys);
  it.each([
    ['', 'metrics.rmse'],
    ['rm', 'metrics.rmse'],
    ['metrics.v', 'metrics.`val loss`'],
    ['metrics.rmse ', '='],
    ['metrics.rmse < 1 a', 'and'],
    ['metrics.rmse < 1 and par', 'params.model'],
    ['params.model ', '='],
    ['status = ', '"RUNNING"'],
  ])('%s', (text, first) => expect(at(text).options[0]).toBe(first));

  it('has nothing to say inside a text, or behind what is wrong', () => {
    expect(at('params.model = "tr').options).toEqual([]);
    expect(at('metrics.rmse < "1" and ').options).toEqual([]);
    expect(at('metrics.rmse < ').options).toEqual([]);
  });
});
