import type { InputRow, Schema, SchemaInput } from '../schema/schema.ts';
import { readInteger } from '../schema/validate-rows.ts';
import { elementWriter } from './element.ts';
import type { Tensor } from './tensor.ts';
import { TensorFault } from './tensor-fault.ts';

const given = (input: SchemaInput, row: InputRow): unknown => {
  const value = Object.hasOwn(row, input.name) ? row[input.name] : undefined;
  if (value !== null && value !== undefined) return value;
  if (value === null && input.nullable) return undefined;
  throw new TensorFault(`${input.name} is missing`);
};

const readNumber = (input: SchemaInput, row: InputRow): number | bigint | boolean => {
  const value = given(input, row);
  if (value === undefined) return typeof input.onnxMissing === 'number' ? input.onnxMissing : Number.NaN;
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const whole = input.dtype === 'int64' ? readInteger(value) : undefined;
  if (whole === undefined) throw new TensorFault(`${input.name} is not a number`);
  return whole;
};

const readText = (input: SchemaInput, row: InputRow): string => {
  const value = given(input, row);
  if (value === undefined) return typeof input.onnxMissing === 'string' ? input.onnxMissing : '';
  if (typeof value !== 'string') throw new TensorFault(`${input.name} is not text`);
  return value;
};

/**
 * The tensors of the ONNX signature for a batch of rows that validateRows accepts: JSON number → float64 → the element
 * type (rounding to nearest for float32), int64 beyond ±2^53 from decimal text, null as the schema's `onnxMissing`.
 * Throws TensorFault for a row that does not fit.
 */
export function toTensors(schema: Schema, rows: readonly InputRow[]): Tensor[] {
  const { onnx, inputs } = schema;
  if (onnx.layout === 'single-tensor') {
    const [signature] = onnx.inputs;
    if (!signature || signature.dtype === 'string')
      throw new TensorFault('the schema has no single float tensor');
    const { data, write } = elementWriter(signature.dtype, rows.length * inputs.length);
    for (const [index, row] of rows.entries())
      for (const [column, input] of inputs.entries())
        write(index * inputs.length + column, readNumber(input, row));
    return [{ name: signature.name, dtype: signature.dtype, shape: [rows.length, inputs.length], data }];
  }
  const byName = new Map(inputs.map((input) => [input.name, input]));
  return onnx.inputs.map(({ name, dtype, shape }) => {
    const input = byName.get(name);
    if (!input) throw new TensorFault(`${name} is not an input of the schema`);
    const sizes = [rows.length, ...shape.slice(1).map(Number)];
    if (dtype === 'string')
      return { name, dtype, shape: sizes, data: rows.map((row) => readText(input, row)) };
    const { data, write } = elementWriter(dtype, rows.length);
    for (const [index, row] of rows.entries()) write(index, readNumber(input, row));
    return { name, dtype, shape: sizes, data };
  });
}
