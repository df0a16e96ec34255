import { describe, expect, test } from 'vitest';
import { inspectOnnx } from '../src/index.ts';
import { readExample, schemaOf } from './example.ts';
import { doubling, endlessLoop, ONE_FLOAT } from './hostile-models.ts';
import { graphAttribute, model, node, TYPE, tensor, textAttribute, value } from './onnx-builder.ts';

const x = value('x', TYPE.FLOAT, ['batch', 1]);
const y = value('y', TYPE.FLOAT, ['batch', 1]);
const codes = (bytes: Uint8Array, ...more: [limits?: object]) =>
  inspectOnnx(bytes, schemaOf(ONE_FLOAT), ...more).problems.map(({ code }) => code);
const graph = (...nodes: object[]) => model({ node: nodes, input: [x], output: [y] });

test.each(['credit-risk-1.1.0', 'ridership-demand-2.1.0-rc.1'] as const)(
  '%s is read and fits its schema',
  (name) => {
    const example = readExample(name);
    const inspection = inspectOnnx(example.model, example.schema);
    expect(inspection.problems).toEqual([]);
    expect(inspection.irVersion).toBe(example.schema.onnx.irVersion);
    expect(inspection.opsets).toEqual(example.schema.onnx.opset);
    expect(inspection.inputs.map((input) => input.name)).toEqual(
      example.schema.onnx.inputs.map((input) => input.name),
    );
    expect(inspection.operators.length).toBeGreaterThan(2);
  },
);

test('operators are counted, also those inside of others', () => {
  expect(inspectOnnx(endlessLoop(), schemaOf(ONE_FLOAT))).toMatchObject({
    operators: [
      { domain: 'ai.onnx', name: 'Add', count: 1 },
      { domain: 'ai.onnx', name: 'Identity', count: 1 },
      { domain: 'ai.onnx', name: 'Loop', count: 1 },
    ],
    problems: [],
  });
});

describe('random operators are refused', () => {
  const random = ['NOT_REPLAYABLE_RANDOM_OPERATOR'];
  test.each([
    'RandomNormalLike',
    'RandomUniformLike',
    'Bernoulli',
    'Multinomial',
    'RandomNormal',
    'RandomUniform',
  ])('%s', (operator) => expect(codes(graph(node(operator, ['x'], ['y'])))).toEqual(random));

  test('inside of a subgraph, with the way to it', () => {
    const branch = (operator: string) => ({
      name: 'b',
      node: [node(operator, ['x'], ['r'])],
      output: [value('r', 1, [1])],
    });
    const bytes = graph(
      node(
        'If',
        ['c'],
        ['y'],
        [
          graphAttribute('then_branch', branch('Identity')),
          graphAttribute('else_branch', branch('RandomNormalLike')),
        ],
      ),
    );
    expect(inspectOnnx(bytes, schemaOf(ONE_FLOAT)).problems).toMatchObject([
      { code: random[0], path: 'graph/If/else_branch/RandomNormalLike' },
    ]);
  });

  test('inside of a function of the model', () => {
    const noise = {
      name: 'Noise',
      domain: 'ours',
      input: ['a'],
      output: ['b'],
      node: [node('Bernoulli', ['a'], ['b'])],
    };
    const call = { ...node('Noise', ['x'], ['y']), domain: 'ours' };
    const bytes = model({ node: [call], input: [x], output: [y] }, { functions: [noise] });
    expect(inspectOnnx(bytes).problems).toMatchObject([
      { code: random[0], path: 'function ours.Noise/Bernoulli' },
    ]);
  });

  test('Dropout passes unless it may train', () => {
    const off = tensor('mode', TYPE.BOOL, [], Buffer.from([0]));
    const on = tensor('mode', TYPE.BOOL, [], Buffer.from([1]));
    const dropout = node('Dropout', ['x', '', 'mode'], ['y']);
    expect(codes(graph(node('Dropout', ['x'], ['y'])))).toEqual([]);
    expect(codes(model({ node: [dropout], input: [x], output: [y], initializer: [off] }))).toEqual([]);
    expect(codes(model({ node: [dropout], input: [x], output: [y], initializer: [on] }))).toEqual(random);
    const constant = (t: object) => node('Constant', [], ['mode'], [{ name: 'value', t, type: 4 }]);
    expect(codes(graph(constant(off), dropout))).toEqual([]);
    expect(codes(graph(constant(on), dropout))).toEqual(random);
    expect(codes(graph(node('Identity', ['x'], ['mode']), dropout))).toEqual(random);
  });

  test('a default that callers may replace is no constant', () => {
    const dropout = node('Dropout', ['x', '', 'mode'], ['y']);
    const initializer = [tensor('mode', TYPE.BOOL, [], Buffer.from([0]))];
    const bytes = model({
      node: [dropout],
      input: [x, value('mode', TYPE.BOOL, [])],
      output: [y],
      initializer,
    });
    expect(codes(bytes)).toEqual(random);
  });
});

test('what cannot be stored or answered is refused', () => {
  const outside = {
    ...tensor('w', TYPE.FLOAT, [1], Buffer.alloc(0)),
    externalData: [{ key: 'location', value: '../../etc/passwd' }],
    dataLocation: 1,
  };
  const add = node('Add', ['x', 'w'], ['y']);
  expect(codes(model({ node: [add], input: [x], output: [y], initializer: [outside] }))).toEqual([
    'EXTERNAL_DATA',
  ]);
  expect(codes(graph(node('Constant', [], ['w'], [{ name: 'value', t: outside, type: 4 }]), add))).toEqual([
    'EXTERNAL_DATA',
  ]);
  expect(codes(graph({ ...node('ZipMap', ['x'], ['y']), domain: 'ai.onnx.ml' }))).toEqual(['ZIPMAP_OUTPUT']);
  const sequence = { name: 'y', type: { sequenceType: { elemType: {} } } };
  expect(codes(model({ node: [], input: [x], output: [sequence] }))).toEqual([
    'NOT_A_TENSOR',
    'SCHEMA_MISMATCH',
  ]);
  const half = value('y', TYPE.FLOAT16, ['batch', 1]);
  expect(codes(model({ node: [], input: [x], output: [half] }))).toEqual([
    'UNSUPPORTED_TYPE',
    'SCHEMA_MISMATCH',
  ]);
  const normalizer = (locale: string) =>
    graph(node('StringNormalizer', ['x'], ['y'], [textAttribute('locale', locale)]));
  expect(codes(normalizer('C'))).toEqual([]);
  expect(codes(normalizer('de_DE'))).toEqual(['LOCALE_DEPENDENT']);
});

test('a signature that is not the schema’s is refused', () => {
  const other = (input: object[], output: object[]) => codes(model({ node: [], input, output }));
  expect(other([value('z', TYPE.FLOAT, ['batch', 1])], [y])).toEqual(['SCHEMA_MISMATCH', 'SCHEMA_MISMATCH']);
  expect(other([value('x', TYPE.INT64, ['batch', 1])], [y])).toEqual(['SCHEMA_MISMATCH']);
  expect(other([value('x', TYPE.FLOAT, ['batch', 2])], [y])).toEqual(['SCHEMA_MISMATCH']);
  expect(other([value('x', TYPE.FLOAT, ['batch'])], [y])).toEqual(['SCHEMA_MISMATCH']);
  expect(other([value('x', TYPE.FLOAT, [4, 1])], [y])).toEqual(['SCHEMA_MISMATCH']);
  expect(other([x], [y, value('more', TYPE.FLOAT, [1])])).toEqual(['SCHEMA_MISMATCH']);
  expect(other([value('x', TYPE.FLOAT, ['rows', 'n'])], [y])).toEqual([]);
});

describe('bytes that are no model', () => {
  const bytes = readExample('credit-risk-1.1.0').model;
  test.each([
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.from('<!doctype html><p>no model</p>')],
    ['zeros', Buffer.alloc(1_000)],
    ['truncated', bytes.subarray(0, bytes.length - 7)],
    ['a message longer than the file', Buffer.from('3affffffff0f', 'hex')],
    ['a model without a graph', Buffer.from('0808', 'hex')],
  ])('%s', (_what, hostile) => expect(codes(hostile)).toEqual(['ONNX_UNREADABLE']));

  test('limits of size, parts, depth and names', () => {
    expect(codes(doubling(), { maxBytes: 10 })).toEqual(['ONNX_TOO_LARGE']);
    expect(codes(doubling(), { maxFields: 5 })).toEqual(['ONNX_TOO_COMPLEX']);
    expect(codes(endlessLoop(), { maxDepth: 3 })).toEqual(['ONNX_TOO_COMPLEX']);
    expect(codes(graph(node('x'.repeat(5_000), ['x'], ['y'])))).toEqual(['ONNX_TOO_COMPLEX']);
  });

  test('millions of empty parts cost neither memory nor time', () => {
    // 32 million nodes of two bytes each: an ordinary decoder would build 32 million objects.
    const nodes = Buffer.alloc(64 * 1_048_576);
    for (let at = 0; at < nodes.length; at += 2) nodes[at] = 0x0a;
    const length = [0x80, 0x80, 0x80, 0x20];
    const before = process.memoryUsage().heapUsed;
    expect(codes(Buffer.concat([Buffer.from([0x3a, ...length]), nodes]))).toEqual(['ONNX_TOO_COMPLEX']);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1_048_576);
  });

  test('graphs in graphs in graphs end at the limit', () => {
    const varint = (length: number): number[] =>
      length < 128 ? [length] : [(length & 127) | 128, ...varint(length >>> 7)];
    const wrap = (tag: number, inner: Buffer) =>
      Buffer.concat([Buffer.from([tag, ...varint(inner.length)]), inner]);
    let bytesOfGraph = Buffer.alloc(0);
    // attribute.g (6) in node.attribute (5) in graph.node (1)
    for (let depth = 0; depth < 10_000; depth += 1)
      bytesOfGraph = wrap(0x0a, wrap(0x2a, wrap(0x32, bytesOfGraph)));
    expect(codes(wrap(0x3a, bytesOfGraph))).toEqual(['ONNX_TOO_COMPLEX']);
  });
});
