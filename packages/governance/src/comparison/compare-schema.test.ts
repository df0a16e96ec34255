import type { Schema, SchemaInput } from '@countersign/scoring';
import { describe, expect, it } from 'vitest';
import { compareSchemas } from './compare-schema.ts';

const input = (more: Partial<SchemaInput> = {}): SchemaInput => ({
  name: 'income',
  dtype: 'float32',
  kind: 'numeric',
  nullable: false,
  ...more,
});
const schema = (more: Partial<Schema> = {}): Schema => ({
  inputs: [input()],
  outputs: [{ name: 'label', dtype: 'string', allowed: ['bad', 'good'] }],
  onnx: { layout: 'one-tensor-per-input', inputs: [], outputs: [] },
  ...more,
});
const noRules = { before: null, after: null };
const seen = (before: Partial<Schema>, after: Partial<Schema>) => {
  const { verdict, changes } = compareSchemas(schema(before), schema(after), noRules);
  return [verdict, ...changes.map(({ code, breaks }) => `${code} ${breaks}`)];
};
const inputs = (...found: SchemaInput[]) => ({ inputs: found });

describe('going from one schema to another', () => {
  it.each([
    ['a required input more', {}, inputs(input(), input({ name: 'age' })), 'INPUT_ADDED_REQUIRED senders'],
    [
      'an input less, which is refused from then on',
      inputs(input(), input({ name: 'age' })),
      {},
      'INPUT_REMOVED senders',
    ],
    ['a narrower type', inputs(input({ dtype: 'float64' })), {}, 'INPUT_TYPE_NARROWED senders'],
    ['another type', inputs(input({ dtype: 'string' })), {}, 'INPUT_TYPE_CHANGED senders'],
    [
      'an input that may no longer be empty',
      inputs(input({ nullable: true })),
      {},
      'INPUT_NOW_REQUIRED senders',
    ],
    ['a narrower range', {}, inputs(input({ maximum: 9 })), 'INPUT_RANGE_NARROWED senders'],
    [
      'a range that moved',
      inputs(input({ minimum: 0, maximum: 9 })),
      inputs(input({ minimum: 1, maximum: 10 })),
      'INPUT_RANGE_NARROWED senders',
    ],
    [
      'a category less',
      inputs(input({ allowed: ['a', 'b'] })),
      inputs(input({ allowed: ['a'] })),
      'INPUT_CATEGORY_DROPPED senders',
    ],
    [
      'a list where everything was allowed',
      {},
      inputs(input({ allowed: ['a'] })),
      'INPUT_CATEGORY_DROPPED senders',
    ],
    [
      'another unit',
      inputs(input({ unit: 'EUR' })),
      inputs(input({ unit: 'kEUR' })),
      'INPUT_UNIT_CHANGED senders',
    ],
    ['an output less', {}, { outputs: [] }, 'OUTPUT_REMOVED readers'],
    [
      'another type of output',
      {},
      { outputs: [{ name: 'label', dtype: 'int64' as const, allowed: ['bad', 'good'] }] },
      'OUTPUT_TYPE_CHANGED readers',
    ],
    [
      'a category that readers do not know',
      {},
      { outputs: [{ name: 'label', dtype: 'string' as const, allowed: ['bad', 'good', 'unsure'] }] },
      'OUTPUT_CATEGORY_ADDED readers',
    ],
  ])('breaks by %s', (_name, before, after, expected) => {
    expect(seen(before, after)).toEqual(['breaking', expected]);
  });

  it.each([
    [
      'an optional input more',
      {},
      inputs(input(), input({ name: 'age', nullable: true })),
      'INPUT_ADDED_OPTIONAL null',
    ],
    ['a wider type', {}, inputs(input({ dtype: 'float64' })), 'INPUT_TYPE_WIDENED null'],
    ['an input that may be empty', {}, inputs(input({ nullable: true })), 'INPUT_NOW_OPTIONAL null'],
    ['a wider range', inputs(input({ maximum: 9 })), {}, 'INPUT_RANGE_WIDENED null'],
    [
      'a category more',
      inputs(input({ allowed: ['a'] })),
      inputs(input({ allowed: ['a', 'b'] })),
      'INPUT_CATEGORY_ADDED null',
    ],
    ['an output more', { outputs: [] }, {}, 'OUTPUT_ADDED null'],
    [
      'an output that gives fewer categories',
      {},
      { outputs: [{ name: 'label', dtype: 'string' as const, allowed: ['bad'] }] },
    ],
  ])('is compatible by %s', (_name, before, after, ...expected) => {
    expect(seen(before, after)).toEqual([expected.length > 0 ? 'compatible' : 'same', ...expected]);
  });

  it('says that decisions change, which breaks nobody, and nothing where a side has no schema', () => {
    const rule = { output: 'label', op: '>=' as const, value: 0.5, then: 'refuse', else: 'grant' };
    const { verdict, changes } = compareSchemas(schema(), schema(), {
      before: rule,
      after: { ...rule, value: 0.4 },
    });
    expect([verdict, changes[0]?.code, changes[0]?.breaks]).toEqual(['compatible', 'DECISION_CHANGED', null]);
    expect(compareSchemas(null, schema(), noRules)).toEqual({ verdict: 'unknown', changes: [] });
  });
});
