import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exactOutputs,
  fromTensors,
  type InputRow,
  recordedOutputs,
  type Schema,
  type Tensor,
  toTensors,
  validateRows,
} from '../src/index.ts';
import { readExample, schemaOf } from './example.ts';

const typed = schemaOf({
  inputs: [
    { name: 'f', dtype: 'float32', kind: 'numeric', nullable: true },
    { name: 'd', dtype: 'float64', kind: 'numeric' },
    { name: 'l', dtype: 'int64', kind: 'numeric', maximum: 9e18 },
    { name: 'i', dtype: 'int32', kind: 'numeric', nullable: true, onnxMissing: -1 },
    { name: 'b', dtype: 'bool', kind: 'boolean' },
    { name: 's', dtype: 'string', kind: 'text', nullable: true },
  ],
  outputs: [
    { name: 'y', dtype: 'float64' },
    { name: 'n', dtype: 'int64' },
    { name: 'e', dtype: 'float32' },
  ],
  onnx: {
    layout: 'one-tensor-per-input',
    inputs: [
      { name: 'f', type: 'FLOAT', shape: ['batch', 1] },
      { name: 'd', type: 'DOUBLE', shape: ['batch', 1] },
      { name: 'l', type: 'INT64', shape: ['batch'] },
      { name: 'i', type: 'INT32', shape: ['batch', 1] },
      { name: 'b', type: 'BOOL', shape: ['batch', 1] },
      { name: 's', type: 'STRING', shape: ['batch', 1] },
    ],
    outputs: [
      { name: 'y', type: 'DOUBLE', shape: ['batch', 1] },
      { name: 'n', type: 'INT64', shape: ['batch'] },
      { name: 'e', type: 'FLOAT', shape: ['batch', 3] },
    ],
  },
});
const row: InputRow = { f: 0.1, d: 0.1, l: 7, i: -2, b: true, s: 'ü' };
const hexOf = (schema: Schema, rows: InputRow[]) =>
  Object.fromEntries(
    toTensors(schema, rows).map(({ name, data }) => [
      name,
      Array.isArray(data) ? data : data.toString('hex'),
    ]),
  );

test('values become little-endian elements of the declared type', () => {
  expect(validateRows(typed, [row]).problems).toEqual([]);
  expect(hexOf(typed, [row])).toEqual({
    f: 'cdcccc3d',
    d: '9a9999999999b93f',
    l: '0700000000000000',
    i: 'feffffff',
    b: '01',
    s: ['ü'],
  });
});

test('null is NaN, empty text, or the declared value for missing', () => {
  const tensors = hexOf(typed, [{ ...row, f: null, i: null, s: null }]);
  expect(tensors).toMatchObject({ f: '0000c07f', i: 'ffffffff', s: [''] });
});

test('-0 keeps its sign, and float32 rounds to nearest', () => {
  expect(hexOf(typed, [{ ...row, f: -0, d: -0 }])).toMatchObject({ f: '00000080', d: '0000000000000080' });
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -3e38, max: 3e38 }), (f) => {
      const data = toTensors(typed, [{ ...row, f }])[0]?.data;
      expect(Buffer.isBuffer(data) && data.readFloatLE(0)).toBe(Math.fround(f));
    }),
  );
});

describe('int64', () => {
  test.each([
    ['9007199254740993', '0100000000002000'],
    ['-9223372036854775808', '0000000000000080'],
    [-9007199254740991, '010000000000e0ff'],
  ])('%s is exact', (l, hex) => {
    expect(validateRows(typed, [{ ...row, l }]).problems).toEqual([]);
    expect(hexOf(typed, [{ ...row, l }])).toMatchObject({ l: hex });
  });

  test.each([
    [2 ** 53, 'type'],
    ['7', 'type'],
    ['9007199254740991', 'type'],
    ['+9007199254740993', 'type'],
    ['09007199254740993', 'type'],
    ['9007199254740993.0', 'type'],
    ['9223372036854775808', 'range'],
    ['9100000000000000000', 'range'],
    [1.5, 'type'],
    [true, 'type'],
  ])('%j is refused (%s)', (l, code) => {
    expect(validateRows(typed, [{ ...row, l }]).problems).toMatchObject([{ row: 0, field: 'l', code }]);
  });
});

describe('what must not reach a model', () => {
  test.each([
    ['f', 1e39, 'range'],
    ['f', Number.NaN, 'type'],
    ['d', null, 'missing'],
    ['d', undefined, 'missing'],
    ['d', '0.1', 'type'],
    ['d', [0.1], 'type'],
    ['i', 2 ** 31, 'range'],
    ['b', 1, 'type'],
    ['b', 'true', 'type'],
    ['s', 'a\0b', 'type'],
    ['s', '\udfff', 'type'],
    ['s', 5, 'type'],
    ['s', 'x'.repeat(1_048_577), 'range'],
    ['extra', 1, 'unknown'],
    ['constructor', 1, 'unknown'],
  ])('%s', (field, value, code) => {
    expect(validateRows(typed, [{ ...row, [field]: value }]).problems).toMatchObject([{ field, code }]);
  });

  test('names of prototypes are neither inputs nor values', () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__": {"f": 1}, "d": 1, "l": 1, "i": 1, "b": true, "s": "x"}',
    );
    expect(validateRows(typed, [hostile]).problems.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'unknown __proto__',
      'missing f',
    ]);
  });

  test.each([null, 3, 'row', [[1]]])('%j is no row', (value) => {
    expect(validateRows(typed, [row, value]).problems).toMatchObject([{ row: 1, field: '', code: 'type' }]);
  });
});

test('values outside of the training range are warnings', () => {
  const { schema, golden } = readExample('credit-risk-1.1.0');
  const inputs = { ...golden.rows[0]?.inputs, Income: 5_000 };
  const { problems, warnings } = validateRows(schema, [inputs]);
  expect(problems).toEqual([]);
  expect(warnings).toMatchObject([{ row: 0, field: 'Income', code: 'outside-training' }]);
});

test('a single tensor holds the inputs as columns in the order of the schema', () => {
  const schema = schemaOf({
    inputs: [
      { name: 'month', dtype: 'int64', kind: 'categorical', minimum: 1, maximum: 12 },
      { name: 'wind', dtype: 'float32', kind: 'numeric', nullable: true },
    ],
    outputs: [{ name: 'y', dtype: 'float32' }],
    onnx: {
      layout: 'single-tensor',
      inputs: [{ name: 'features', type: 'FLOAT', shape: ['batch', 2] }],
      outputs: [{ name: 'y', type: 'FLOAT', shape: ['batch', 1] }],
    },
  });
  const rows = [
    { month: 3, wind: 0.5 },
    { month: 12, wind: null },
  ];
  expect(toTensors(schema, rows)).toEqual([
    {
      name: 'features',
      dtype: 'float32',
      shape: [2, 2],
      data: Buffer.from('000040400000003f000040410000c07f', 'hex'),
    },
  ]);
});

test('outputs become JSON values, and bits beside them where asked', () => {
  const tensors: Tensor[] = [
    { name: 'y', dtype: 'float64', shape: [1, 1], data: Buffer.from('000000000000f8ff', 'hex') },
    { name: 'n', dtype: 'int64', shape: [1], data: Buffer.from('0100000000002000', 'hex') },
    { name: 'e', dtype: 'float32', shape: [1, 3], data: Buffer.from('0000c03f00000080000080ff', 'hex') },
  ];
  expect(fromTensors(typed, tensors)).toEqual([
    { y: 'NaN', n: '9007199254740993', e: [1.5, -0, '-Infinity'] },
  ]);
  const exact = exactOutputs(typed, tensors);
  expect(exact).toEqual([
    {
      y: { f64: 'fff8000000000000', value: 'NaN' },
      n: '9007199254740993',
      e: [
        { f32: '3fc00000', value: 1.5 },
        { f32: '80000000', value: -0 },
        { f32: 'ff800000', value: '-Infinity' },
      ],
    },
  ]);
  expect(recordedOutputs(typed, JSON.parse(JSON.stringify(exact)))).toEqual(tensors);
});

test('recorded bits come back whatever they are', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 8, maxLength: 8 }),
      fc.uint8Array({ minLength: 12, maxLength: 12 }),
      (y, e) => {
        const tensors: Tensor[] = [
          { name: 'y', dtype: 'float64', shape: [1, 1], data: Buffer.from(y) },
          { name: 'n', dtype: 'int64', shape: [1], data: Buffer.from(y) },
          { name: 'e', dtype: 'float32', shape: [1, 3], data: Buffer.from(e) },
        ];
        expect(recordedOutputs(typed, JSON.parse(JSON.stringify(exactOutputs(typed, tensors))))).toEqual(
          tensors,
        );
      },
    ),
  );
});
