import { ONNX_TYPES } from '../schema/parse-onnx-signature.ts';
import type { OnnxValue, Schema } from '../schema/schema.ts';
import type { OnnxProblem, OnnxTensorValue } from './onnx-inspection.ts';

const differing = (declared: OnnxValue, found: OnnxTensorValue): string | undefined => {
  if (ONNX_TYPES[found.type] !== declared.dtype)
    return `is ${found.type} in the model and ${declared.dtype} in the schema`;
  // Sizes that the file leaves open may be whatever the schema says; the runtime's answer is checked again.
  if (!found.shape) return undefined;
  const fits =
    found.shape.length === declared.shape.length &&
    found.shape.every((size, k) => typeof size !== 'number' || size === declared.shape[k]);
  return fits
    ? undefined
    : `has the shape [${found.shape.join(', ')}] in the model and [${declared.shape.join(', ')}] in the schema`;
};

const match = (
  side: 'input' | 'output',
  declared: readonly OnnxValue[],
  found: readonly OnnxTensorValue[],
): OnnxProblem[] => {
  const problem = (name: string, message: string): OnnxProblem => ({
    code: 'SCHEMA_MISMATCH',
    path: `graph/${name}`,
    message: `${side} ${name} ${message}`,
  });
  const byName = new Map(found.map((value) => [value.name, value]));
  const names = new Set(declared.map(({ name }) => name));
  return [
    ...declared.flatMap((value) => {
      const actual = byName.get(value.name);
      const message = actual ? differing(value, actual) : 'is not in the model';
      return message === undefined ? [] : [problem(value.name, message)];
    }),
    ...found.filter(({ name }) => !names.has(name)).map(({ name }) => problem(name, 'is not in the schema')),
  ];
};

/** Holds what the model file declares against what the schema promises callers. */
export const matchSchema = (
  { onnx }: Schema,
  inputs: readonly OnnxTensorValue[],
  outputs: readonly OnnxTensorValue[],
): OnnxProblem[] => [...match('input', onnx.inputs, inputs), ...match('output', onnx.outputs, outputs)];
