import type { Dtype } from '../schema/schema.ts';

/** A named array. Numbers and booleans are raw little-endian bytes in row-major order; text stays text. */
export interface Tensor {
  name: string;
  dtype: Dtype;
  shape: number[];
  data: Buffer | string[];
}

/** Bytes per element; text has no fixed width. */
export const ELEMENT_BYTES: Readonly<Record<Exclude<Dtype, 'string'>, number>> = {
  float32: 4,
  float64: 8,
  int64: 8,
  int32: 4,
  bool: 1,
};

/** Number of elements of a shape. A scalar (rank 0) has one. */
export const elementCount = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);
