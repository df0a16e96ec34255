import fc from 'fast-check';
import type { Tensor } from '../src/index.ts';

const WIDTH = { float32: 4, float64: 8, int64: 8, int32: 4, bool: 1 } as const;

const shape = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
const count = (sizes: number[]) => sizes.reduce((product, size) => product * size, 1);
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

const text: fc.Arbitrary<Tensor> = fc
  .tuple(name, shape)
  .chain(([tensorName, sizes]) =>
    fc
      .array(fc.string({ unit: 'grapheme' }), { minLength: count(sizes), maxLength: count(sizes) })
      .map((data): Tensor => ({ name: tensorName, dtype: 'string', shape: sizes, data })),
  );

const bytes: fc.Arbitrary<Tensor> = fc
  .tuple(name, shape, fc.constantFrom('float32', 'float64', 'int64', 'int32', 'bool'))
  .chain(([tensorName, sizes, dtype]) => {
    const length = count(sizes) * WIDTH[dtype as keyof typeof WIDTH];
    return fc.uint8Array({ minLength: length, maxLength: length, max: dtype === 'bool' ? 1 : 255 }).map(
      (data): Tensor => ({
        name: tensorName,
        dtype: dtype as keyof typeof WIDTH,
        shape: sizes,
        data: Buffer.from(data),
      }),
    );
  });

/** Well-formed tensors of every type with names of their own; any bits, so every kind of NaN occurs. */
export const arbitraryTensors = fc.uniqueArray(fc.oneof(bytes, text), {
  maxLength: 5,
  selector: (tensor) => tensor.name,
});
