import type { Dtype } from '../schema/schema.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { OrtModule, OrtTensor } from './ort-module.ts';
import { ScoringError } from './scoring-error.ts';

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const;

const isDtype = (type: string): type is Dtype => type === 'string' || Object.hasOwn(ARRAYS, type);

/** Typed arrays need aligned memory, which a view into a message is not: the bytes are copied. */
export function toOrt(ort: OrtModule, { dtype, data, shape }: Tensor): OrtTensor {
  if (Array.isArray(data)) return new ort.Tensor('string', data, shape);
  const bytes = new Uint8Array(data).buffer;
  return new ort.Tensor(dtype, dtype === 'string' ? [] : new ARRAYS[dtype](bytes), shape);
}

/** The output as raw bytes or text. Refuses element types that schemas cannot declare, and sequences and maps. */
export function fromOrt(name: string, tensor: OrtTensor | undefined): Tensor {
  const refuse = () => new ScoringError('OUTPUT_REFUSED', `output ${name} is no tensor of a supported type`);
  if (!tensor || typeof tensor.type !== 'string' || !isDtype(tensor.type)) throw refuse();
  const shape = [...tensor.dims];
  const { data } = tensor;
  if (tensor.type === 'string') {
    if (!Array.isArray(data)) throw refuse();
    return { name, dtype: 'string', shape, data: data.map(String) };
  }
  if (!ArrayBuffer.isView(data)) throw refuse();
  return {
    name,
    dtype: tensor.type,
    shape,
    data: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  };
}
