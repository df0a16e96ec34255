import { bytesOf, elementHex, elementJson, readElement } from '../tensor/element.ts';
import { rowOfTensors } from '../tensor/row-of-tensors.ts';
import { ELEMENT_BYTES, elementCount, type Tensor } from '../tensor/tensor.ts';
import type { CompareOptions, Comparison, Difference } from './comparison.ts';
import { ulpDistance } from './ulp-distance.ts';

const distance = (a: Tensor, b: Tensor, index: number): number | null => {
  if (a.dtype === 'float32')
    return ulpDistance(
      BigInt(bytesOf(a).readUInt32LE(index * 4)),
      BigInt(bytesOf(b).readUInt32LE(index * 4)),
      32,
    );
  if (a.dtype === 'float64')
    return ulpDistance(bytesOf(a).readBigUInt64LE(index * 8), bytesOf(b).readBigUInt64LE(index * 8), 64);
  return null;
};

/** Positions whose bits differ, in ascending order. */
const differingPositions = (a: Tensor, b: Tensor): number[] => {
  const { data } = a;
  const other = b.data;
  if (Array.isArray(data) || Array.isArray(other))
    return Array.isArray(data) && Array.isArray(other)
      ? data.flatMap((text, index) => (text === other[index] ? [] : [index]))
      : [];
  if (a.dtype === 'string' || data.equals(other)) return [];
  const width = ELEMENT_BYTES[a.dtype];
  const positions: number[] = [];
  for (let index = 0; index * width < data.length; index += 1)
    if (data.compare(other, index * width, (index + 1) * width, index * width, (index + 1) * width) !== 0)
      positions.push(index);
  return positions;
};

const bitsOf = (tensor: Tensor): number =>
  8 *
  (Array.isArray(tensor.data)
    ? tensor.data.reduce((sum, text) => sum + Buffer.byteLength(text, 'utf8'), 0)
    : tensor.data.length);

const findMismatch = (recorded: readonly Tensor[], replayed: readonly Tensor[]): string | undefined => {
  for (const tensor of recorded) {
    const other = replayed.find(({ name }) => name === tensor.name);
    if (!other) return `output ${tensor.name} is missing from the replay`;
    if (other.dtype !== tensor.dtype)
      return `output ${tensor.name} was ${tensor.dtype} and is ${other.dtype}`;
    if (other.shape.join() !== tensor.shape.join())
      return `output ${tensor.name} had the shape [${tensor.shape.join(', ')}] and has [${other.shape.join(', ')}]`;
  }
  const added = replayed.find((tensor) => !recorded.some(({ name }) => name === tensor.name));
  return added && `output ${added.name} was not recorded`;
};

const describe = (a: Tensor, b: Tensor, index: number, firstRow: number): Difference => {
  const width = elementCount(a.shape.slice(1));
  const row = firstRow + Math.floor(index / Math.max(width, 1));
  return {
    output: a.name,
    index: firstRow * width + index,
    row,
    recordedHex: elementHex(a, index),
    replayedHex: elementHex(b, index),
    recordedValue: elementJson(readElement(a, index)),
    replayedValue: elementJson(readElement(b, index)),
    ulp: distance(a, b, index),
  };
};

/**
 * Compares recorded outputs with replayed ones bit by bit, the whole batch or one row of it. Tolerance applies to floats
 * alone; NaN equals only a NaN with the same payload, and -0 is not +0. Names, types and shapes must agree. Throws
 * TensorFault for a row that the batch does not have.
 */
export function compareOutputs(
  recorded: readonly Tensor[],
  replayed: readonly Tensor[],
  options: CompareOptions = {},
): Comparison {
  const mismatch = findMismatch(recorded, replayed);
  if (mismatch !== undefined)
    return { verdict: 'differs', comparedBits: 0, differing: 0, maxUlp: null, mismatch };
  const { row } = options;
  const left = row === undefined ? recorded : rowOfTensors(recorded, row);
  const right = row === undefined ? replayed : rowOfTensors(replayed, row);
  const allowed = options.tolerance?.ulp ?? 0;
  const result: Comparison = { verdict: 'identical', comparedBits: 0, differing: 0, maxUlp: 0 };
  for (const tensor of left) {
    const other = right.find(({ name }) => name === tensor.name);
    if (!other) continue;
    result.comparedBits += bitsOf(tensor);
    for (const index of differingPositions(tensor, other)) {
      result.differing += 1;
      const ulp = distance(tensor, other, index);
      result.maxUlp = ulp === null || result.maxUlp === null ? null : Math.max(result.maxUlp, ulp);
      const verdict = ulp !== null && ulp <= allowed ? 'within-tolerance' : 'differs';
      const decides =
        result.verdict === 'identical' || (verdict === 'differs' && result.verdict !== 'differs');
      if (!decides) continue;
      result.verdict = verdict;
      result.firstDifference = describe(tensor, other, index, row ?? 0);
    }
  }
  return result;
}
