import type { OnnxTensorValue } from './onnx-inspection.ts';
import type { OnnxDimension, OnnxValueInfo } from './onnx-model.ts';

/** Names of TensorProto.DataType by number, as onnx.proto3 publishes them. */
const ELEMENT_TYPES: readonly string[] = [
  'UNDEFINED',
  'FLOAT',
  'UINT8',
  'INT8',
  'UINT16',
  'INT16',
  'INT32',
  'INT64',
  'STRING',
  'BOOL',
  'FLOAT16',
  'DOUBLE',
  'UINT32',
  'UINT64',
  'COMPLEX64',
  'COMPLEX128',
  'BFLOAT16',
];

const size = ({ dimParam, dimValue }: OnnxDimension): string | number | null => {
  if (dimParam !== '') return dimParam;
  return dimValue > 0 ? dimValue : null;
};

/** The declared type of a graph's input or output. */
export function readValue({ name, type }: OnnxValueInfo): OnnxTensorValue {
  if (type?.tensorType) {
    const { elemType, shape } = type.tensorType;
    return { name, type: ELEMENT_TYPES[elemType] ?? `TYPE_${elemType}`, shape: shape?.dim.map(size) ?? null };
  }
  if (type?.sequenceType) return { name, type: 'SEQUENCE', shape: null };
  if (type?.mapType) return { name, type: 'MAP', shape: null };
  if (type?.optionalType) return { name, type: 'OPTIONAL', shape: null };
  if (type?.sparseTensorType) return { name, type: 'SPARSE', shape: null };
  return { name, type: 'UNKNOWN', shape: null };
}

/** Types of values that are no tensors at all. */
export const NOT_TENSORS: ReadonlySet<string> = new Set(['SEQUENCE', 'MAP', 'OPTIONAL', 'SPARSE', 'UNKNOWN']);
