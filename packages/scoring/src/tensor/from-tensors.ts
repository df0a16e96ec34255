import type { Schema, SchemaOutput } from '../schema/schema.ts';
import { elementHex, elementJson, readElement } from './element.ts';
import { elementCount, type Tensor } from './tensor.ts';
import { TensorFault } from './tensor-fault.ts';

export type OutputValue = number | string | boolean;
/** A float with its bits in big-endian hex; `value` is the same number in decimal, or the text NaN or ±Infinity. */
export type ExactFloat = { f32: string; value: OutputValue } | { f64: string; value: OutputValue };
export type ExactValue = OutputValue | ExactFloat;

/** One row of outputs: a value, a value per class, or a list where the output has several columns without names. */
export type OutputRow<Value = OutputValue> = Record<string, Value | Value[] | Record<string, Value>>;

const plain = (tensor: Tensor, index: number): OutputValue => elementJson(readElement(tensor, index));

const exact = (tensor: Tensor, index: number): ExactValue => {
  const value = plain(tensor, index);
  if (tensor.dtype === 'float32') return { f32: elementHex(tensor, index), value };
  return tensor.dtype === 'float64' ? { f64: elementHex(tensor, index), value } : value;
};

const column = (schema: Schema, output: SchemaOutput, tensors: readonly Tensor[]) => {
  const tensor = tensors.find(({ name }) => name === output.name);
  if (!tensor || tensor.dtype !== output.dtype)
    throw new TensorFault(`output ${output.name} is missing or has another type`);
  const [batch = 0, ...sizes] = tensor.shape;
  const width = elementCount(sizes);
  if (output.classes && output.classes.length !== width)
    throw new TensorFault(`output ${output.name} has not one column per class`);
  const listed =
    width !== 1 || schema.onnx.outputs.some(({ name, shape }) => name === output.name && shape.length > 2);
  return { output, tensor, batch, width, listed };
};

const readRows = <Value>(
  schema: Schema,
  tensors: readonly Tensor[],
  read: (tensor: Tensor, index: number) => Value,
): OutputRow<Value>[] => {
  const columns = schema.outputs.map((output) => column(schema, output, tensors));
  const batch = columns[0]?.batch ?? 0;
  if (columns.some((other) => other.batch !== batch))
    throw new TensorFault('outputs have different numbers of rows');
  return Array.from({ length: batch }, (_, row) =>
    Object.fromEntries(
      columns.map(({ output, tensor, width, listed }) => {
        const start = row * width;
        if (output.classes)
          return [
            output.name,
            Object.fromEntries(output.classes.map((name, k) => [name, read(tensor, start + k)])),
          ];
        if (listed) return [output.name, Array.from({ length: width }, (_, k) => read(tensor, start + k))];
        return [output.name, read(tensor, start)];
      }),
    ),
  );
};

/** The outputs of every row as JSON values, for callers and pages. Throws TensorFault where they do not fit the schema. */
export const fromTensors = (schema: Schema, tensors: readonly Tensor[]): OutputRow[] =>
  readRows(schema, tensors, plain);

/** The outputs of every row with the bits of each float, the form in which predictions and golden sets are written down. */
export const exactOutputs = (schema: Schema, tensors: readonly Tensor[]): OutputRow<ExactValue>[] =>
  readRows(schema, tensors, exact);
