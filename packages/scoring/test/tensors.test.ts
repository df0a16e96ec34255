import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  digestTensors,
  packTensors,
  rowOfTensors,
  type Tensor,
  TensorFault,
  unpackTensors,
} from '../src/index.ts';
import { arbitraryTensors } from './arbitrary-tensors.ts';

interface Vector {
  what: string;
  tensors: { name: string; dtype: Tensor['dtype']; shape: number[]; hex?: string; texts?: string[] }[];
  packedHex: string;
  sha256: string;
}

const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('./fixtures/digest-vectors.json.txt', import.meta.url), 'utf8'),
);
const tensorsOf = ({ tensors }: Vector): Tensor[] =>
  tensors.map(({ name, dtype, shape, hex, texts }) => ({
    name,
    dtype,
    shape,
    data: texts ?? Buffer.from(hex ?? '', 'hex'),
  }));
const byName = (a: Tensor, b: Tensor) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));

describe('the committed vectors', () => {
  test.each(vectors.map((vector) => [vector.what, vector] as const))('%s', (_what, vector) => {
    const tensors = tensorsOf(vector);
    expect(packTensors(tensors).toString('hex')).toBe(vector.packedHex);
    expect(digestTensors(tensors)).toBe(vector.sha256);
    expect(createHash('sha256').update(Buffer.from(vector.packedHex, 'hex')).digest('hex')).toBe(
      vector.sha256,
    );
    expect(unpackTensors(Buffer.from(vector.packedHex, 'hex'))).toEqual([...tensors].sort(byName));
  });
});

test('packing and unpacking gives the same tensors, in the order of their names', () => {
  fc.assert(
    fc.property(arbitraryTensors, (tensors) => {
      expect(unpackTensors(packTensors(tensors))).toEqual([...tensors].sort(byName));
    }),
  );
});

test('the digest is that of the packed bytes, whatever the order', () => {
  fc.assert(
    fc.property(arbitraryTensors, (tensors) => {
      const packed = packTensors(tensors);
      expect(packTensors([...tensors].reverse())).toEqual(packed);
      expect(digestTensors(tensors)).toBe(createHash('sha256').update(packed).digest('hex'));
    }),
  );
});

test('any single bit of a packed set changes what it says or makes it unreadable', () => {
  fc.assert(
    fc.property(arbitraryTensors, fc.nat(), fc.nat({ max: 7 }), (tensors, position, bit) => {
      const packed = packTensors(tensors);
      const at = position % packed.length;
      packed.writeUInt8(packed.readUInt8(at) ^ (1 << bit), at);
      try {
        expect(packTensors(unpackTensors(packed))).toEqual(packed);
        expect(digestTensors(unpackTensors(packed))).not.toBe(digestTensors(tensors));
      } catch (error) {
        expect(error).toBeInstanceOf(TensorFault);
      }
    }),
  );
});

test('random and truncated bytes are refused', () => {
  const header = Buffer.concat([Buffer.from('CSTT'), Buffer.from([1])]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const hostile = Buffer.concat([header, bytes]);
      try {
        expect(packTensors(unpackTensors(hostile))).toEqual(hostile);
      } catch (error) {
        expect(error).toBeInstanceOf(TensorFault);
      }
    }),
  );
  fc.assert(
    fc.property(arbitraryTensors, fc.nat(), (tensors, cut) => {
      const packed = packTensors(tensors);
      expect(() => unpackTensors(packed.subarray(0, cut % packed.length))).toThrow(TensorFault);
    }),
  );
});

const uint32 = (...numbers: number[]) => Buffer.from(Uint32Array.from(numbers).buffer);

test.each([
  ['a version from the future', Buffer.concat([Buffer.from('CSTT'), Buffer.from([2]), uint32(0)])],
  ['more tensors than there are bytes', Buffer.concat([Buffer.from('CSTT\x01'), uint32(65_000)])],
  ['four billion tensors', Buffer.concat([Buffer.from('CSTT\x01'), uint32(0xffffffff)])],
  [
    'a text of four billion elements',
    Buffer.concat([Buffer.from('CSTT\x01'), uint32(1, 1), Buffer.from('x\x06'), uint32(1, 0xffffffff, 0)]),
  ],
  [
    'a shape whose product is beyond any integer',
    Buffer.concat([
      Buffer.from('CSTT\x01'),
      uint32(1, 1),
      Buffer.from('x\x01'),
      uint32(4, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0),
    ]),
  ],
])('%s is refused before anything is allocated', (_what, bytes) => {
  const before = process.memoryUsage().rss;
  expect(() => unpackTensors(bytes)).toThrow(TensorFault);
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1_048_576);
});

test.each<[string, Tensor[]]>([
  ['too few bytes', [{ name: 'x', dtype: 'float32', shape: [2], data: Buffer.alloc(4) }]],
  ['text in a float', [{ name: 'x', dtype: 'float32', shape: [1], data: ['1'] }]],
  ['bytes in a text', [{ name: 'x', dtype: 'string', shape: [1], data: Buffer.alloc(4) }]],
  ['half a character', [{ name: 'x', dtype: 'string', shape: [1], data: ['\ud800'] }]],
  ['a bool of two', [{ name: 'x', dtype: 'bool', shape: [1], data: Buffer.from([2]) }]],
  ['a negative size', [{ name: 'x', dtype: 'float32', shape: [-1], data: Buffer.alloc(0) }]],
  ['no name', [{ name: '', dtype: 'bool', shape: [], data: Buffer.from([1]) }]],
  [
    'one name twice',
    [
      { name: 'x', dtype: 'bool', shape: [], data: Buffer.from([1]) },
      { name: 'x', dtype: 'bool', shape: [], data: Buffer.from([1]) },
    ],
  ],
])('%s cannot be packed', (_what, tensors) => {
  expect(() => packTensors(tensors)).toThrow(TensorFault);
});

test('a row of a batch keeps its bytes', () => {
  const batch: Tensor[] = [
    {
      name: 'a',
      dtype: 'float32',
      shape: [3, 2],
      data: Buffer.from('000000010203040508090a0b0c0d0e0f1011121314151617', 'hex'),
    },
    { name: 'b', dtype: 'string', shape: [3], data: ['x', 'y', 'z'] },
  ];
  expect(rowOfTensors(batch, 1)).toEqual([
    { name: 'a', dtype: 'float32', shape: [1, 2], data: Buffer.from('08090a0b0c0d0e0f', 'hex') },
    { name: 'b', dtype: 'string', shape: [1], data: ['y'] },
  ]);
  expect(() => rowOfTensors(batch, 3)).toThrow(TensorFault);
});
