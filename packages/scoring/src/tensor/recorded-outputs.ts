import type { Dtype, Schema, SchemaOutput } from '../schema/schema.ts';
import { readInteger } from '../schema/validate-rows.ts';
import { ELEMENT_BYTES, elementCount, type Tensor } from './tensor.ts';
import { TensorFault } from './tensor-fault.ts';

const SPECIAL = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

const writeHex = (data: Buffer, hex: unknown, width: number): boolean => {
  if (typeof hex !== 'string' || hex.length !== width * 2 || !/^[0-9a-f]+$/i.test(hex)) return false;
  Buffer.from(hex, 'hex').reverse().copy(data);
  return true;
};

/** Takes the bits where they were written down, the decimal number otherwise. */
const writeFloat = (data: Buffer, dtype: 'float32' | 'float64', recorded: unknown): boolean => {
  const key = dtype === 'float32' ? 'f32' : 'f64';
  if (typeof recorded === 'object' && recorded !== null) {
    const bits: unknown = Reflect.get(recorded, key);
    return bits === undefined
      ? writeFloat(data, dtype, Reflect.get(recorded, 'value'))
      : writeHex(data, bits, ELEMENT_BYTES[dtype]);
  }
  const value = typeof recorded === 'number' ? recorded : SPECIAL.get(recorded);
  if (value === undefined) return false;
  // Somebody wrote a number, not an infinity: beyond the range there is none that it stands for.
  if (dtype === 'float32' && Number.isFinite(value) && !Number.isFinite(Math.fround(value))) return false;
  if (dtype === 'float32') data.writeFloatLE(value);
  else data.writeDoubleLE(value);
  return true;
};

const writeElement = (data: Buffer, dtype: Exclude<Dtype, 'string'>, recorded: unknown): boolean => {
  if (dtype === 'float32' || dtype === 'float64') return writeFloat(data, dtype, recorded);
  if (dtype === 'bool') {
    if (typeof recorded !== 'boolean') return false;
    data.writeUInt8(Number(recorded));
    return true;
  }
  const whole = readInteger(recorded);
  const bits = ELEMENT_BYTES[dtype] * 8;
  if (whole === undefined || BigInt.asIntN(bits, whole) !== whole) return false;
  if (dtype === 'int64') data.writeBigInt64LE(whole);
  else data.writeInt32LE(Number(whole));
  return true;
};

const elementsOf = (output: SchemaOutput, row: unknown): unknown[] => {
  const recorded: unknown =
    typeof row === 'object' && row !== null && Object.hasOwn(row, output.name)
      ? Reflect.get(row, output.name)
      : undefined;
  if (output.classes) {
    if (typeof recorded !== 'object' || recorded === null) return [];
    return output.classes.map((name) =>
      Object.hasOwn(recorded, name) ? Reflect.get(recorded, name) : undefined,
    );
  }
  return Array.isArray(recorded) ? recorded : [recorded];
};

/** Names in a written-down row that the schema does not have: outputs, and classes of an output as `output.class`. */
export function unknownOutputs(schema: Schema, row: unknown): string[] {
  if (typeof row !== 'object' || row === null) return [];
  return Object.entries(row).flatMap(([name, recorded]) => {
    const output = schema.outputs.find((known) => known.name === name);
    if (!output) return [name];
    if (!output.classes || typeof recorded !== 'object' || recorded === null) return [];
    const { classes } = output;
    return Object.keys(recorded)
      .filter((key) => !classes.includes(key))
      .map((key) => `${name}.${key}`);
  });
}

/**
 * The output tensors that written-down rows stand for: golden sets, robustness cases, imported predictions. Reads what
 * exactOutputs writes (bits) and what fromTensors writes (decimal numbers). Throws TensorFault where a row does not fit.
 */
export const recordedOutputs = (schema: Schema, rows: readonly unknown[]): Tensor[] =>
  schema.outputs.map((output) => {
    const { name, dtype } = output;
    const sizes =
      schema.onnx.outputs
        .find((value) => value.name === name)
        ?.shape.slice(1)
        .map(Number) ?? [];
    const width = elementCount(sizes);
    const elements = rows.flatMap((row, index) => {
      const recorded = elementsOf(output, row);
      if (recorded.length !== width)
        throw new TensorFault(`row ${index}: ${name} does not have ${width} value(s)`);
      return recorded;
    });
    const shape = [rows.length, ...sizes];
    const refuse = (index: number) =>
      new TensorFault(`row ${Math.floor(index / width)}: ${name} is no ${dtype}`);
    if (dtype === 'string') {
      const data = elements.map((value, index) => {
        if (typeof value !== 'string') throw refuse(index);
        return value;
      });
      return { name, dtype, shape, data };
    }
    const data = Buffer.alloc(elements.length * ELEMENT_BYTES[dtype]);
    for (const [index, value] of elements.entries())
      if (!writeElement(data.subarray(index * ELEMENT_BYTES[dtype]), dtype, value)) throw refuse(index);
    return { name, dtype, shape, data };
  });
