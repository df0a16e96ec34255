import type { InputCorrection } from '@countersign/contracts';
import { rowOfTensors, type Schema, type Tensor, toTensors, validateRows } from '@countersign/scoring';
import { inputRow } from '../prediction/input-values.ts';

export type InputRowValues = ReturnType<typeof inputRow>;

/** What one version was fed, ready for another, or why it cannot be. */
export type Carried =
  | {
      readonly tensors: Tensor[];
      readonly corrected: readonly { field: string; sent: string; fed: string }[];
    }
  | { readonly code: 'OTHER_SCHEMA' | 'INPUT_REFUSED' };

const shapeOf = ({ onnx, inputs }: Schema): string =>
  JSON.stringify([
    onnx.layout,
    onnx.inputs.map(({ name, dtype, shape }) => [name, dtype, shape.slice(1)]),
    inputs.map(({ name, dtype, nullable, onnxMissing, minimum, maximum, allowed }) => [
      name,
      dtype,
      nullable,
      onnxMissing ?? null,
      minimum ?? null,
      maximum ?? null,
      allowed ?? null,
    ]),
  ]);

/** Whether tensors of one version are what the other would make of the same rows, and no row would be refused. */
export const takesSameTensors = (old: Schema, fixed: Schema): boolean => shapeOf(old) === shapeOf(fixed);

/** Inputs that the fixed version wants, that the old one had not, and that no correction gives. */
export function missingInputs(
  old: Schema,
  fixed: Schema,
  corrections: readonly InputCorrection[],
): readonly string[] {
  const given = new Set(old.inputs.map(({ name }) => name));
  const isGiven = (name: string) => {
    const correction = corrections.find(({ field }) => field === name);
    return correction
      ? correction.value !== undefined || given.has(correction.from ?? name)
      : given.has(name);
  };
  return fixed.inputs.flatMap(({ name }) => (isGiven(name) ? [] : [name]));
}

const shownValue = (value: unknown): string =>
  value === null ? 'missing' : String(typeof value === 'number' ? Number(value.toPrecision(12)) : value);

/** The row as the fixed version is asked: corrected, and without what it does not know. */
function correctedRow(
  row: InputRowValues,
  fixed: Schema,
  corrections: readonly InputCorrection[],
): { row: Record<string, unknown>; corrected: { field: string; sent: string; fed: string }[] } {
  const fed: Record<string, unknown> = {};
  for (const { name } of fixed.inputs) if (Object.hasOwn(row, name)) fed[name] = row[name];
  const corrected = corrections.map(({ field, from = field, factor = 1, offset = 0, value }) => {
    const sent = row[from] ?? null;
    fed[field] = value ?? (typeof sent === 'number' ? sent * factor + offset : sent);
    return { field, sent: shownValue(sent), fed: shownValue(fed[field]) };
  });
  return { row: fed, corrected };
}

/**
 * One row of an old version as a batch of one for the fixed version. `OTHER_SCHEMA`: it lacks inputs that are wanted;
 * `INPUT_REFUSED`: the fixed version would have refused it. @throws TensorFault where the record is unreadable
 */
export function carryRow(
  values: InputRowValues,
  old: Schema,
  fixed: Schema,
  corrections: readonly InputCorrection[],
): Carried {
  if (missingInputs(old, fixed, corrections).length > 0) return { code: 'OTHER_SCHEMA' };
  const { row, corrected } = correctedRow(values, fixed, corrections);
  if (validateRows(fixed, [row]).problems.length > 0) return { code: 'INPUT_REFUSED' };
  return { tensors: toTensors(fixed, [row]), corrected };
}

/** @throws TensorFault where the record is unreadable */
export const valuesOf = (schema: Schema, tensors: readonly Tensor[], row: number): InputRowValues =>
  inputRow(schema, rowOfTensors(tensors, row));
