import { isAscii, isUtf8 } from 'node:buffer';
import type { Dtype } from '../schema/schema.ts';
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

const DTYPE_OF_CODE = new Map(Object.entries(DTYPE_CODES).map(([dtype, code]) => [code, dtype as Dtype]));

/** Reads forward through untrusted bytes; every read is checked against what is left before anything is allocated. */
class Cursor {
  private at = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new TensorFault('packed tensors end too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  byte(): number {
    return this.take(1).readUInt8(0);
  }

  uint32(): number {
    return this.take(4).readUInt32LE(0);
  }

  text(): string {
    const text = this.take(this.uint32());
    if (!isUtf8(text)) throw new TensorFault('packed text is not UTF-8');
    return text.toString('utf8');
  }
}

/** Categories are mostly ASCII; then every element is, and none needs a check or a view of its own. */
const readAscii = (data: Buffer, elements: number): string[] => {
  const texts: string[] = [];
  let at = 0;
  for (let index = 0; index < elements; index += 1) {
    const end = at + 4 <= data.length ? at + 4 + data.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (end > data.length) throw new TensorFault('packed text is shorter than its shape says');
    texts.push(data.toString('latin1', at + 4, end));
    at = end;
  }
  if (at !== data.length) throw new TensorFault('packed text is longer than its shape says');
  return texts;
};

const readTexts = (data: Buffer, elements: number): string[] => {
  if (elements * 4 > data.length) throw new TensorFault('packed text is shorter than its shape says');
  if (isAscii(data)) return readAscii(data, elements);
  const cursor = new Cursor(data);
  const texts = Array.from({ length: elements }, () => cursor.text());
  if (cursor.left > 0) throw new TensorFault('packed text is longer than its shape says');
  return texts;
};

const readTensor = (cursor: Cursor): Tensor => {
  const name = cursor.text();
  if (name === '') throw new TensorFault('a packed tensor has no name');
  const dtype = DTYPE_OF_CODE.get(cursor.byte());
  if (!dtype) throw new TensorFault('a packed tensor has an unknown type');
  const rank = cursor.uint32();
  if (rank > MAXIMUM_RANK) throw new TensorFault(`a packed tensor has more than ${MAXIMUM_RANK} dimensions`);
  const shape = Array.from({ length: rank }, () => cursor.uint32());
  const elements = elementCount(shape);
  const data = cursor.take(cursor.uint32());
  if (dtype === 'string') return { name, dtype, shape, data: readTexts(data, elements) };
  if (data.length !== elements * ELEMENT_BYTES[dtype])
    throw new TensorFault('a packed tensor does not hold as many bytes as its shape says');
  if (dtype === 'bool' && data.some((byte) => byte > 1)) throw new TensorFault('a packed bool is above 1');
  return { name, dtype, shape, data };
};

/**
 * The tensors in a packed buffer, in the order of their names. Data are views into `bytes`, not copies. Accepts only what
 * packTensors writes, so that equal tensors have equal bytes; throws TensorFault for anything else.
 */
export function unpackTensors(bytes: Uint8Array): Tensor[] {
  if (bytes.length > MAXIMUM_PACKED_BYTES) throw new TensorFault('too many bytes for packed tensors');
  const cursor = new Cursor(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!cursor.take(MAGIC.length).equals(MAGIC)) throw new TensorFault('these bytes are no packed tensors');
  const version = cursor.byte();
  if (version !== FORMAT_VERSION)
    throw new TensorFault(`packed tensors of version ${version} are not known here`);
  const count = cursor.uint32();
  if (count > MAXIMUM_TENSORS) throw new TensorFault(`more than ${MAXIMUM_TENSORS} tensors`);
  const tensors: Tensor[] = [];
  for (let index = 0; index < count; index += 1) {
    const tensor = readTensor(cursor);
    const before = tensors.at(-1);
    if (before && Buffer.compare(Buffer.from(before.name), Buffer.from(tensor.name)) >= 0)
      throw new TensorFault('packed tensors are not in the order of their names');
    tensors.push(tensor);
  }
  if (cursor.left > 0) throw new TensorFault('bytes follow the last packed tensor');
  return tensors;
}
