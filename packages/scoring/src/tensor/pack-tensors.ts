import {
  DTYPE_CODES,
  FORMAT_VERSION,
  MAGIC,
  MAXIMUM_PACKED_BYTES,
  MAXIMUM_RANK,
  MAXIMUM_TENSORS,
} from './packed-format.ts';
import { ELEMENT_BYTES, elementCount, type Tensor } from './tensor.ts';
import { TensorFault } from './tensor-fault.ts';

interface Prepared {
  tensor: Tensor;
  name: Buffer;
  dataBytes: number;
}

const measureText = (tensor: Tensor, texts: readonly string[]): number => {
  let bytes = 4 * texts.length;
  for (const text of texts) {
    const length = Buffer.byteLength(text, 'utf8');
    // As many bytes as characters is ASCII, which is always well formed.
    if (length !== text.length && /\p{Cs}/u.test(text))
      throw new TensorFault(`${tensor.name} holds text that has no UTF-8 form`);
    bytes += length;
  }
  return bytes;
};

const prepare = (tensor: Tensor): Prepared => {
  const { name, dtype, shape, data } = tensor;
  if (name === '' || /\p{Cs}/u.test(name)) throw new TensorFault('a tensor needs a name with a UTF-8 form');
  if (shape.length > MAXIMUM_RANK) throw new TensorFault(`${name} has more than ${MAXIMUM_RANK} dimensions`);
  if (shape.some((size) => !Number.isInteger(size) || size < 0 || size > 0xffffffff))
    throw new TensorFault(`${name} has a dimension that is no size`);
  const elements = elementCount(shape);
  if (Array.isArray(data)) {
    if (dtype !== 'string') throw new TensorFault(`${name} is ${dtype} but holds text`);
    if (data.length !== elements)
      throw new TensorFault(`${name} does not hold as many elements as its shape says`);
    return { tensor, name: Buffer.from(name, 'utf8'), dataBytes: measureText(tensor, data) };
  }
  if (dtype === 'string') throw new TensorFault(`${name} is text but holds bytes`);
  if (data.length !== elements * ELEMENT_BYTES[dtype])
    throw new TensorFault(`${name} does not hold as many bytes as its shape says`);
  if (dtype === 'bool' && data.some((byte) => byte > 1))
    throw new TensorFault(`${name} holds a bool above 1`);
  return { tensor, name: Buffer.from(name, 'utf8'), dataBytes: data.length };
};

/** Puts tensors into one buffer, for a bytea column or a message. Throws TensorFault where a tensor is not well formed. */
export function packTensors(tensors: readonly Tensor[]): Buffer {
  if (tensors.length > MAXIMUM_TENSORS) throw new TensorFault(`more than ${MAXIMUM_TENSORS} tensors`);
  const prepared = tensors.map(prepare).sort((a, b) => Buffer.compare(a.name, b.name));
  if (prepared.some(({ tensor }, index) => tensor.name === prepared[index - 1]?.tensor.name))
    throw new TensorFault('two tensors have one name');
  const header = MAGIC.length + 1 + 4;
  const total = prepared.reduce(
    (sum, { tensor, name, dataBytes }) =>
      sum + 4 + name.length + 1 + 4 + 4 * tensor.shape.length + 4 + dataBytes,
    header,
  );
  if (total > MAXIMUM_PACKED_BYTES)
    throw new TensorFault(`more than ${MAXIMUM_PACKED_BYTES} bytes of tensors`);
  const packed = Buffer.allocUnsafe(total);
  let at = MAGIC.copy(packed, 0);
  at = packed.writeUInt8(FORMAT_VERSION, at);
  at = packed.writeUInt32LE(prepared.length, at);
  for (const { tensor, name, dataBytes } of prepared) {
    at = packed.writeUInt32LE(name.length, at);
    at += name.copy(packed, at);
    at = packed.writeUInt8(DTYPE_CODES[tensor.dtype], at);
    at = packed.writeUInt32LE(tensor.shape.length, at);
    for (const size of tensor.shape) at = packed.writeUInt32LE(size, at);
    at = packed.writeUInt32LE(dataBytes, at);
    if (!Array.isArray(tensor.data)) {
      at += tensor.data.copy(packed, at);
      continue;
    }
    for (const text of tensor.data) {
      const length = packed.write(text, at + 4, 'utf8');
      at = packed.writeUInt32LE(length, at) + length;
    }
  }
  return packed;
}
