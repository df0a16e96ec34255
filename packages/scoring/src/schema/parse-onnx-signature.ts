import type { ProblemList } from './problem-list.ts';
import type { Dtype, OnnxSignature, OnnxValue } from './schema.ts';

/** ONNX names of the element types that schemas may use. */
export const ONNX_TYPES: Readonly<Record<string, Dtype>> = {
  FLOAT: 'float32',
  DOUBLE: 'float64',
  INT64: 'int64',
  INT32: 'int32',
  BOOL: 'bool',
  STRING: 'string',
};

/** Values per signature and dimensions per value that are accepted. */
const MAXIMUM_VALUES = 4_096;
const MAXIMUM_RANK = 8;

const readShape = (list: ProblemList, json: unknown, path: string): (string | number)[] | undefined => {
  const shape = list.list(json, path, MAXIMUM_RANK);
  if (!shape) return undefined;
  if (typeof shape[0] !== 'string') list.add(`${path}.0`, 'must name the batch: its size varies');
  const sizes = shape.slice(1);
  const wrong = sizes.findIndex((size) => !Number.isSafeInteger(size) || (size as number) < 1);
  if (wrong >= 0) return list.add(`${path}.${wrong + 1}`, 'must be a fixed size');
  return [String(shape[0]), ...sizes.map(Number)];
};

const readValues = (list: ProblemList, json: unknown, path: string): OnnxValue[] | undefined =>
  list.list(json, path, MAXIMUM_VALUES)?.flatMap((member, index) => {
    const at = `${path}.${index}`;
    const record = list.record(member, at);
    if (!record) return [];
    const name = list.name(record.name, `${at}.name`);
    const type = list.oneOf(record.type, Object.keys(ONNX_TYPES), `${at}.type`);
    const shape = readShape(list, record.shape, `${at}.shape`);
    const dtype = type && ONNX_TYPES[type];
    return name && dtype && shape ? [{ name, dtype, shape }] : [];
  });

const readOpset = (list: ProblemList, json: unknown): Record<string, number> | undefined => {
  const record = list.record(json, 'onnx.opset');
  if (!record) return undefined;
  return Object.fromEntries(
    Object.entries(record).flatMap(([domain, version]) => {
      const read = list.number(version, `onnx.opset.${domain}`);
      return read === undefined ? [] : [[domain, read]];
    }),
  );
};

/** Reads the `onnx` section: layout, and name, type and shape of what goes in and comes out. */
export function parseOnnxSignature(list: ProblemList, json: unknown): OnnxSignature | undefined {
  const record = list.record(json, 'onnx');
  if (!record) return undefined;
  const layout = list.oneOf(record.layout, ['single-tensor', 'one-tensor-per-input'], 'onnx.layout');
  const inputs = readValues(list, record.inputs, 'onnx.inputs');
  const outputs = readValues(list, record.outputs, 'onnx.outputs');
  if (!layout || !inputs || !outputs) return undefined;
  return {
    layout,
    inputs,
    outputs,
    opset: list.optional(record.opset, (value) => readOpset(list, value)),
    irVersion: list.optional(record.irVersion, (value) => list.number(value, 'onnx.irVersion')),
  };
}
