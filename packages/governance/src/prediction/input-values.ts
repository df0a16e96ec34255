import type { PredictionPage, SensitiveMark } from '@countersign/contracts';
import {
  fromTensors,
  type OutputValue,
  type Schema,
  type SchemaInput,
  type Tensor,
} from '@countersign/scoring';
import { toSchemaField } from '../version/to-schema-field.ts';

type InputValue = PredictionPage['inputs'][number];

/** The inputs of a batch of one as they were fed to the model, in the order of the schema. */
export function inputValues(
  schema: Schema,
  row: readonly Tensor[],
  marks: ReadonlyMap<string, SensitiveMark>,
): InputValue[] {
  const fed = valuesByName(schema, row);
  return schema.inputs.map((input) => {
    const value = shown(input, fed[input.name]);
    return { field: toSchemaField(input, marks), value, insideTraining: insideTraining(input, value) };
  });
}

/** The same by name, as a caller would send them: what stands for missing is null. */
export function inputRow(schema: Schema, row: readonly Tensor[]): Record<string, InputValue['value']> {
  const fed = valuesByName(schema, row);
  return Object.fromEntries(
    schema.inputs.map((input) => {
      const value = shown(input, fed[input.name]);
      // The columns of one float tensor are numbers, whatever they stand for.
      return [input.name, input.dtype === 'bool' && typeof value === 'number' ? value !== 0 : value];
    }),
  );
}

/** Inputs are read like outputs of the same shape: a tensor each, or one whose columns are the fields. */
function valuesByName(schema: Schema, row: readonly Tensor[]): Record<string, OutputValue> {
  const { onnx, inputs } = schema;
  if (onnx.layout === 'single-tensor') {
    const [tensor] = onnx.inputs;
    if (!tensor) return {};
    const asOutput = { name: tensor.name, dtype: tensor.dtype, classes: inputs.map(({ name }) => name) };
    const read = fromTensors(
      { ...schema, outputs: [asOutput], onnx: { ...onnx, outputs: onnx.inputs } },
      row,
    );
    return (read[0]?.[tensor.name] ?? {}) as Record<string, OutputValue>;
  }
  const outputs = inputs.map(({ name, dtype }) => ({ name, dtype }));
  // One value per row, whatever the rank that the model wants it in.
  const flat = onnx.inputs.map((value) => ({ ...value, shape: value.shape.slice(0, 2) }));
  return (fromTensors({ ...schema, outputs, onnx: { ...onnx, outputs: flat } }, row)[0] ?? {}) as Record<
    string,
    OutputValue
  >;
}

/** What stands for missing in the tensor is shown as missing; a float32 in its shortest decimal, as it was sent. */
function shown(input: SchemaInput, value: OutputValue | undefined): InputValue['value'] {
  if (value === undefined) return null;
  if (input.nullable) {
    const isMissing =
      input.dtype === 'string'
        ? value === (input.onnxMissing ?? '')
        : value === 'NaN' || value === input.onnxMissing;
    if (isMissing) return null;
  }
  return input.dtype === 'float32' && typeof value === 'number' ? shortestFloat32(value) : value;
}

/** The decimal with the fewest digits that is rounded to the same float32; nine digits always are enough. */
function shortestFloat32(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

function insideTraining(
  { trainingMin, trainingMax }: SchemaInput,
  value: InputValue['value'],
): boolean | null {
  if (typeof value !== 'number' || (trainingMin === undefined && trainingMax === undefined)) return null;
  return (
    value >= (trainingMin ?? Number.NEGATIVE_INFINITY) && value <= (trainingMax ?? Number.POSITIVE_INFINITY)
  );
}
