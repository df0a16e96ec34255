import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ulpDistance } from '../src/compare/ulp-distance.ts';
import { applyDecision, compareOutputs, type Tensor } from '../src/index.ts';
import { arbitraryTensors } from './arbitrary-tensors.ts';

const float32 = (...hex: string[]): Tensor[] => [
  {
    name: 'y',
    dtype: 'float32',
    shape: [hex.length],
    data: Buffer.concat(hex.map((bits) => Buffer.from(bits, 'hex').reverse())),
  },
];

test('equal bits are identical, whatever they mean', () => {
  fc.assert(
    fc.property(arbitraryTensors, (tensors) => {
      const result = compareOutputs(tensors, structuredCloneOf(tensors));
      expect(result).toMatchObject({ verdict: 'identical', differing: 0, maxUlp: 0 });
      expect(result.firstDifference).toBeUndefined();
    }),
  );
});

const structuredCloneOf = (tensors: Tensor[]): Tensor[] =>
  tensors.map((tensor) => ({
    ...tensor,
    data: Array.isArray(tensor.data) ? [...tensor.data] : Buffer.from(tensor.data),
  }));

describe('distance', () => {
  const bits = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });

  test('is zero exactly for equal bits, symmetric, and absent for NaN and infinity', () => {
    fc.assert(
      fc.property(bits, bits, (a, b) => {
        const distance = ulpDistance(a, b, 32);
        expect(distance === 0).toBe(a === b);
        expect(ulpDistance(b, a, 32)).toBe(distance);
      }),
    );
    expect(ulpDistance(0x7f800000n, 0x7f7fffffn, 32)).toBeNull();
    expect(ulpDistance(0x7fc00000n, 0x7fc00001n, 32)).toBeNull();
  });

  test('counts the floats between, across zero too', () => {
    fc.assert(
      fc.property(fc.nat({ max: 0x7f7fffff }), fc.nat({ max: 1_000 }), (start, steps) => {
        fc.pre(start + steps < 0x7f800000);
        expect(ulpDistance(BigInt(start), BigInt(start + steps), 32)).toBe(steps);
      }),
    );
    expect(ulpDistance(0x80000000n, 0n, 32)).toBe(1);
    expect(ulpDistance(0x80000001n, 1n, 32)).toBe(3);
    expect(ulpDistance(0x8000000000000000n, 0n, 64)).toBe(1);
  });
});

test('the first difference is shown with its bits', () => {
  expect(compareOutputs(float32('3f800000', '3f800000'), float32('3f800000', '3f800003'))).toEqual({
    verdict: 'differs',
    comparedBits: 64,
    differing: 1,
    maxUlp: 3,
    firstDifference: {
      output: 'y',
      index: 1,
      row: 1,
      recordedHex: '3f800000',
      replayedHex: '3f800003',
      recordedValue: 1,
      replayedValue: 1.0000003576278687,
      ulp: 3,
    },
  });
});

test('a tolerance covers what is near, and the first that is beyond it decides', () => {
  const recorded = float32('3f800000', '3f800000', '3f800000');
  const replayed = float32('3f800001', '3f800009', '3f800002');
  expect(compareOutputs(recorded, replayed, { tolerance: { ulp: 9 } })).toMatchObject({
    verdict: 'within-tolerance',
    differing: 3,
    maxUlp: 9,
    firstDifference: { index: 0 },
  });
  expect(compareOutputs(recorded, replayed, { tolerance: { ulp: 2 } })).toMatchObject({
    verdict: 'differs',
    differing: 3,
    firstDifference: { index: 1, ulp: 9 },
  });
});

test('NaN payloads, the sign of zero, and NaN against a number', () => {
  const tolerance = { ulp: 1_000 };
  expect(compareOutputs(float32('7fc00000'), float32('7fc00000'))).toMatchObject({ verdict: 'identical' });
  expect(compareOutputs(float32('7fc00000'), float32('7fc00001'), { tolerance })).toMatchObject({
    verdict: 'differs',
    maxUlp: null,
    firstDifference: { recordedValue: 'NaN', replayedValue: 'NaN', ulp: null },
  });
  expect(compareOutputs(float32('00000000'), float32('80000000'))).toMatchObject({
    verdict: 'differs',
    maxUlp: 1,
  });
  expect(compareOutputs(float32('7fc00000'), float32('3f800000'), { tolerance })).toMatchObject({
    verdict: 'differs',
  });
});

test('one row of a batch', () => {
  const recorded = float32('3f800000', '3f800000');
  const replayed = float32('3f800000', '3f800001');
  expect(compareOutputs(recorded, replayed, { row: 0 })).toMatchObject({
    verdict: 'identical',
    comparedBits: 32,
  });
  expect(compareOutputs(recorded, replayed, { row: 1 })).toMatchObject({
    verdict: 'differs',
    firstDifference: { row: 1, index: 1 },
  });
});

test('text, whole numbers and flags are equal or not', () => {
  const texts = (...data: string[]): Tensor[] => [
    { name: 'label', dtype: 'string', shape: [data.length], data },
  ];
  expect(
    compareOutputs(texts('good', 'bad'), texts('good', 'good'), { tolerance: { ulp: 9 } }),
  ).toMatchObject({
    verdict: 'differs',
    comparedBits: 56,
    maxUlp: null,
    firstDifference: { recordedHex: '626164', recordedValue: 'bad', replayedValue: 'good', ulp: null },
  });
});

test.each<[string, Tensor[]]>([
  ['a missing output', []],
  ['another type', [{ name: 'y', dtype: 'int32', shape: [1], data: Buffer.alloc(4) }]],
  ['another shape', [{ name: 'y', dtype: 'float32', shape: [1, 1], data: Buffer.alloc(4) }]],
  [
    'an output more',
    [...float32('00000000'), { name: 'z', dtype: 'bool', shape: [], data: Buffer.alloc(1) }],
  ],
])('%s differs', (_what, replayed) => {
  const result = compareOutputs(float32('00000000'), replayed);
  expect(result).toMatchObject({ verdict: 'differs', comparedBits: 0 });
  expect(result.mismatch).toBeTypeOf('string');
});

describe('decisions', () => {
  const schema = {
    outputs: [
      { name: 'label', dtype: 'string' as const },
      { name: 'probabilities', dtype: 'float32' as const, classes: ['bad', 'good'] },
      { name: 'score.v2', dtype: 'float32' as const },
    ],
  };
  const rowOf = (bad: number | string) => ({
    label: 'good',
    probabilities: { bad, good: 0.5 },
    'score.v2': 3,
  });
  const outcomes: { then: string; else: string } = JSON.parse('{"then": "refuse", "else": "accept"}');

  test.each([
    ['probabilities.bad', '>=', 0.4, 0.4, true],
    // The float32 nearest to 0.4 lies above the float64 0.4.
    ['probabilities.bad', '>=', 0.4, Math.fround(0.4), true],
    ['probabilities.bad', '>', 0.4, 0.4, false],
    ['probabilities.bad', '<', 0.4, 0.39, true],
    ['probabilities.bad', '<=', 0.4, 0.41, false],
    ['probabilities.bad', '>', 0.4, 'Infinity', true],
    ['score.v2', '==', 3, 0, true],
  ] as const)('%s %s %d with %s', (output, op, value, bad, met) => {
    expect(applyDecision(schema, { output, op, value, ...outcomes }, rowOf(bad))).toMatchObject({
      met,
      value,
      outcome: met ? 'refuse' : 'accept',
    });
  });

  test('text is compared as text', () => {
    const decision = { output: 'label', op: '!=' as const, value: 'bad', ...outcomes };
    expect(applyDecision(schema, decision, rowOf(0))).toMatchObject({ observed: 'good', met: true });
  });

  test('nothing is decided on NaN, and a path that leads nowhere gives nothing', () => {
    const decision = { output: 'probabilities.bad', op: '<' as const, value: 0.4, ...outcomes };
    expect(applyDecision(schema, decision, rowOf('NaN'))).toMatchObject({ met: null, outcome: null });
    expect(applyDecision(schema, { ...decision, output: 'probabilities' }, rowOf(0))).toBeUndefined();
    expect(
      applyDecision(schema, { ...decision, output: 'probabilities.toString' }, rowOf(0)),
    ).toBeUndefined();
  });
});
