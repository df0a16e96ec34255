import type { Dtype } from '../schema/schema.ts';
import { ELEMENT_BYTES, type Tensor } from './tensor.ts';
import { TensorFault } from './tensor-fault.ts';

/** The data of a tensor of numbers or booleans. */
export const bytesOf = (tensor: Tensor): Buffer => {
  if (Array.isArray(tensor.data)) throw new TensorFault(`${tensor.name} holds text`);
  return tensor.data;
};

/** The data of a tensor of text. */
export const textsOf = (tensor: Tensor): string[] => {
  if (!Array.isArray(tensor.data)) throw new TensorFault(`${tensor.name} holds no text`);
  return tensor.data;
};

/** Typed arrays are little-endian wherever Node runs a WebAssembly runtime; createScorer refuses other machines. */
const NUMBER_ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  bool: Uint8Array,
} as const;

export type ElementValue = number | bigint | boolean | string;

/** One element as a JavaScript value; int64 is always a bigint. */
export function readElement(tensor: Tensor, index: number): ElementValue {
  if (tensor.dtype === 'string') {
    const text = textsOf(tensor)[index];
    if (text === undefined) throw new TensorFault(`${tensor.name} has no element ${index}`);
    return text;
  }
  const data = bytesOf(tensor);
  const at = index * ELEMENT_BYTES[tensor.dtype];
  switch (tensor.dtype) {
    case 'float32':
      return data.readFloatLE(at);
    case 'float64':
      return data.readDoubleLE(at);
    case 'int64':
      return data.readBigInt64LE(at);
    case 'int32':
      return data.readInt32LE(at);
    case 'bool':
      return data.readUInt8(at) === 1;
  }
}

/** The bits of one element in big-endian hex, for reading; the UTF-8 bytes of a text. */
export function elementHex(tensor: Tensor, index: number): string {
  if (tensor.dtype === 'string')
    return Buffer.from(String(readElement(tensor, index)), 'utf8').toString('hex');
  const width = ELEMENT_BYTES[tensor.dtype];
  const element = bytesOf(tensor).subarray(index * width, (index + 1) * width);
  return Buffer.from(element).reverse().toString('hex');
}

/** As JSON can carry it: NaN and infinities as text, integers beyond ±2^53 as decimal text. */
export function elementJson(value: ElementValue): number | string | boolean {
  if (typeof value === 'bigint')
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** A buffer for `count` elements and a function that writes one of them, rounding to nearest for float32. */
export function elementWriter(
  dtype: Exclude<Dtype, 'string'>,
  count: number,
): { data: Buffer; write: (index: number, value: number | bigint | boolean) => void } {
  if (dtype === 'int64') {
    const array = new BigInt64Array(count);
    const write = (index: number, value: number | bigint | boolean) => {
      array[index] = BigInt(value);
    };
    return { data: Buffer.from(array.buffer), write };
  }
  const array = new NUMBER_ARRAYS[dtype](count);
  const write = (index: number, value: number | bigint | boolean) => {
    array[index] = Number(value);
  };
  return { data: Buffer.from(array.buffer), write };
}
