import { ELEMENT_BYTES, elementCount, type Tensor } from './tensor.ts';
import { TensorFault } from './tensor-fault.ts';

/** One row of a batch as a batch of one: the same bytes, first dimension 1. */
export const rowOfTensors = (tensors: readonly Tensor[], row: number): Tensor[] =>
  tensors.map((tensor) => {
    const [batch = 0, ...sizes] = tensor.shape;
    if (!Number.isInteger(row) || row < 0 || row >= batch)
      throw new TensorFault(`${tensor.name} has no row ${row}`);
    const width = elementCount(sizes);
    const { data, dtype } = tensor;
    const bytes = dtype === 'string' ? width : width * ELEMENT_BYTES[dtype];
    const slice = Array.isArray(data)
      ? data.slice(row * bytes, (row + 1) * bytes)
      : data.subarray(row * bytes, (row + 1) * bytes);
    return { ...tensor, shape: [1, ...sizes], data: slice };
  });
