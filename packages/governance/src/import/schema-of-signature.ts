import { type Dtype, inspectOnnx, type OnnxInspection, parseSchema } from '@countersign/scoring';
import { isMapping } from './mapping.ts';
import type { OnnxFound } from './onnx-in.ts';

/** Columns of MLflow's signatures that a tensor holds exactly. */
const dtypes: Readonly<Record<string, Dtype>> = {
  boolean: 'bool',
  integer: 'int32',
  long: 'int64',
  float: 'float32',
  double: 'float64',
  string: 'string',
};
const tensorTypes: Readonly<Record<string, Dtype>> = {
  BOOL: 'bool',
  INT32: 'int32',
  INT64: 'int64',
  FLOAT: 'float32',
  DOUBLE: 'float64',
  STRING: 'string',
};
const kinds = { bool: 'boolean', string: 'text' } as const;

export type SignatureSchema = { readonly bytes: Uint8Array } | { readonly why: string };

/**
 * A schema.json from MLflow's signature and the tensors of the model, where both say the same, column by column; else why there is
 * none. Nothing is guessed: neither limits nor units, and a number that would be rounded on its way is no exact one.
 */
export function schemaOfSignature(inputs: readonly unknown[] | null, model: OnnxFound): SignatureSchema {
  if (!inputs || inputs.length === 0) return { why: 'the signature names no inputs' };
  const onnx = inspectOnnx(model.bytes);
  const columns: { name: string; dtype: Dtype; nullable: boolean }[] = [];
  for (const [index, column] of inputs.entries()) {
    const { name, type, required, optional } = isMapping(column) ? column : {};
    if (typeof name !== 'string' || name === '') return { why: `column ${index + 1} has no name` };
    const dtype = typeof type === 'string' && Object.hasOwn(dtypes, type) ? dtypes[type] : undefined;
    if (!dtype) return { why: `${name} is of the type ${String(type)}, which no input has here` };
    columns.push({ name, dtype, nullable: required === false || optional === true });
  }
  const [first, ...others] = onnx.inputs;
  const isOne =
    first !== undefined &&
    others.length === 0 &&
    first.shape?.length === 2 &&
    first.shape[1] === columns.length &&
    first.name !== columns[0]?.name;
  const odd = isOne ? differsFromOne(columns, onnx) : differsFromOwn(columns, onnx);
  if (odd !== null) return { why: odd };
  const value = ({ name, type, shape }: OnnxInspection['inputs'][number]) => ({
    name,
    type,
    shape: (shape ?? []).map((size, at) => (at === 0 ? 'batch' : (size ?? `size${at}`))),
  });
  const schema = {
    inputs: columns.map((column) => ({
      ...column,
      kind: column.dtype === 'bool' || column.dtype === 'string' ? kinds[column.dtype] : 'numeric',
    })),
    outputs: onnx.outputs.map(({ name, type }) => ({ name, dtype: tensorTypes[type] })),
    onnx: {
      layout: isOne ? 'single-tensor' : 'one-tensor-per-input',
      inputs: onnx.inputs.map(value),
      outputs: onnx.outputs.map(value),
      opset: onnx.opsets,
      ...(onnx.irVersion !== null && { irVersion: onnx.irVersion }),
    },
  };
  const parsed = parseSchema(schema);
  if ('problems' in parsed) {
    const [problem] = parsed.problems;
    return { why: `${problem?.path ?? ''} ${problem?.message ?? ''}`.trim() };
  }
  const [mismatch] = inspectOnnx(model.bytes, parsed.schema).problems;
  if (mismatch) return { why: mismatch.message };
  return { bytes: Buffer.from(`${JSON.stringify(schema, null, 1)}\n`) };
}

type Columns = readonly { readonly name: string; readonly dtype: Dtype }[];

/** One tensor takes all columns: each has to be of its type. */
function differsFromOne(columns: Columns, { inputs }: OnnxInspection): string | null {
  const { name, type } = inputs[0]!;
  const odd = columns.find(({ dtype }) => dtype !== tensorTypes[type]);
  return odd ? `${odd.name} is ${odd.dtype} in the signature, and the tensor ${name} is ${type}` : null;
}

function differsFromOwn(columns: Columns, { inputs }: OnnxInspection): string | null {
  for (const { name, dtype } of columns) {
    const tensor = inputs.find((input) => input.name === name);
    if (!tensor) return `${name} is no input of the model`;
    if (tensorTypes[tensor.type] !== dtype)
      return `${name} is ${dtype} in the signature and ${tensor.type} in the model`;
  }
  return inputs.length === columns.length ? null : 'the model has more inputs than the signature';
}
