import { describe, expect, test } from 'vitest';
import { parseGoldenSet, parseRobustnessCases, parseSchema } from '../src/index.ts';
import { readExample } from './example.ts';

type Json = Record<string, unknown>;

const decision: Json = JSON.parse(
  '{"output": "p.bad", "op": ">=", "value": 0.4, "then": "refuse", "else": "accept"}',
);

const base = (): Json => ({
  inputs: [
    { name: 'age', dtype: 'float32', kind: 'numeric', minimum: 0, maximum: 120 },
    {
      name: 'job',
      dtype: 'string',
      kind: 'categorical',
      allowed: ['a', 'b'],
      nullable: true,
      onnxMissing: '',
    },
  ],
  outputs: [{ name: 'p', dtype: 'float32', classes: ['bad', 'good'] }],
  onnx: {
    layout: 'one-tensor-per-input',
    inputs: [
      { name: 'age', type: 'FLOAT', shape: ['batch', 1] },
      { name: 'job', type: 'STRING', shape: ['batch', 1] },
    ],
    outputs: [{ name: 'p', type: 'FLOAT', shape: ['batch', 2] }],
  },
  decision: { ...decision },
  tolerance: { ulp: 2 },
  outcomeRule: { metric: 'absoluteError', op: '>', value: 2 },
});

/** The base schema with one place, given as a dotted path, replaced. */
const changed = (path: string, value: unknown): Json => {
  const json = base();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at: unknown = json;
  for (const key of keys) at = Reflect.get(at as object, key);
  Reflect.set(at as object, last, value);
  return json;
};

test('the schemas of the examples are read completely', () => {
  const { schema, schemaJson } = readExample('credit-risk-1.1.0');
  expect(schema.inputs.map(({ name }) => name)).toEqual(
    (schemaJson.inputs as Json[]).map(({ name }) => name),
  );
  expect(schema.inputs[6]).toMatchObject({
    name: 'Income',
    nullable: true,
    onnxMissing: Number.NaN,
    maximum: 100_000,
  });
  expect(schema.outputs[1]).toMatchObject({ name: 'probabilities', classes: ['bad', 'good'] });
  expect(schema.onnx).toMatchObject({
    layout: 'one-tensor-per-input',
    irVersion: 8,
    opset: { 'ai.onnx': 15 },
  });
});

test('decision, tolerance and outcome rule are read', () => {
  expect(parseSchema(base())).toMatchObject({
    schema: {
      decision,
      tolerance: { ulp: 2 },
      outcomeRule: { metric: 'absoluteError', op: '>', value: 2 },
    },
  });
});

describe('every problem is named with its path', () => {
  test.each([
    ['inputs', undefined, 'inputs'],
    ['inputs', [], 'inputs'],
    ['inputs.0.dtype', 'float16', 'inputs.0.dtype'],
    ['inputs.0.name', '__proto__', 'inputs.0.name'],
    ['inputs.0.name', 'a\u0000b', 'inputs.0.name'],
    ['inputs.0.name', 'job', 'inputs'],
    ['inputs.0.minimum', '0', 'inputs.0.minimum'],
    ['inputs.0.minimum', 200, 'inputs.0.minimum'],
    ['inputs.0.nullable', 'yes', 'inputs.0.nullable'],
    ['inputs.1.minimum', 1, 'inputs.1'],
    ['inputs.1.allowed', ['a', 1], 'inputs.1.allowed.1'],
    ['inputs.1.onnxMissing', 0, 'inputs.1.onnxMissing'],
    ['outputs.0.classes', ['bad'], 'outputs.0.classes'],
    ['outputs.0.classes', ['bad', 'bad'], 'outputs.0.classes'],
    ['outputs.0.name', 'q', 'outputs.0.name'],
    ['onnx', null, 'onnx'],
    ['onnx.layout', 'zip', 'onnx.layout'],
    ['onnx.layout', 'single-tensor', 'onnx.inputs'],
    ['onnx.inputs.0.type', 'DOUBLE', 'inputs.0.dtype'],
    ['onnx.inputs.0.shape', [1, 1], 'onnx.inputs.0.shape.0'],
    ['onnx.inputs.0.shape', ['batch', 3], 'inputs.0'],
    ['onnx.outputs.0.shape', ['batch', 'n'], 'onnx.outputs.0.shape.1'],
    ['decision.output', 'p.worse', 'decision.output'],
    ['decision.op', '~', 'decision.op'],
    ['decision.value', '0.4', 'decision.value'],
    ['tolerance.ulp', 0.5, 'tolerance.ulp'],
    ['tolerance.ulp', -1, 'tolerance.ulp'],
    ['outcomeRule', 'none', 'outcomeRule'],
  ])('%s = %j', (path, value, problem) => {
    const parsed = parseSchema(changed(path, value));
    expect('problems' in parsed && parsed.problems.map((found) => found.path)).toContain(problem);
  });

  test.each([null, [], 'schema', 3])('%j is no schema', (json) => {
    expect(parseSchema(json)).toHaveProperty('problems');
  });
});

test('a nullable whole number needs a value for missing', () => {
  const json = changed('inputs.0', { name: 'age', dtype: 'int64', kind: 'numeric', nullable: true });
  Reflect.set((json.onnx as { inputs: object[] }).inputs[0] ?? {}, 'type', 'INT64');
  const parsed = parseSchema(json);
  expect('problems' in parsed && parsed.problems[0]?.path).toBe('inputs.0.onnxMissing');
});

test('golden sets and robustness cases that do not fit the schema are refused with paths', () => {
  const { schema, golden, robustness } = readExample('credit-risk-1.1.0');
  const rows = structuredClone(golden.rows).slice(0, 3);
  Reflect.set(rows[0]?.inputs ?? {}, 'Amount', -1);
  Reflect.set(rows[1] ?? {}, 'expected', { label: 'good', probabilities: { bad: { f32: 'xyz' }, good: 1 } });
  const parsed = parseGoldenSet(schema, { rows });
  expect('problems' in parsed && parsed.problems.map(({ path }) => path)).toEqual([
    'rows.0.inputs.Amount',
    'rows.1.expected',
  ]);
  const cases = structuredClone(robustness.cases).slice(0, 5);
  Reflect.set(cases[4]?.expected ?? {}, 'reasons', [{ code: 'ugly', input: 'Amount' }]);
  const found = parseRobustnessCases(schema, { cases });
  expect('problems' in found && found.problems.map(({ path }) => path)).toEqual([
    'cases.4.expected.reasons.0.code',
  ]);
});
