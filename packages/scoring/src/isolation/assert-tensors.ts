import type { OnnxValue, Schema } from '../schema/schema.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ScoringError } from './scoring-error.ts';

const mismatch = (
  tensors: readonly Tensor[],
  signature: readonly OnnxValue[],
  rows: number,
): string | undefined => {
  for (const { name, dtype, shape } of signature) {
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (!tensor) return `${name} is missing`;
    if (tensor.dtype !== dtype) return `${name} is ${tensor.dtype} where the schema says ${dtype}`;
    const fits =
      tensor.shape.length === shape.length &&
      shape.every((size, k) => tensor.shape[k] === (k === 0 ? rows : size));
    if (!fits)
      return `${name} has the shape [${tensor.shape.join(', ')}] where the schema says [${shape.join(', ')}]`;
  }
  return undefined;
};

/** Rows of a batch whose tensors are those of the schema's ONNX signature; throws INPUT_REFUSED otherwise. */
export function assertInputs({ onnx }: Schema, tensors: readonly Tensor[]): number {
  const rows = tensors[0]?.shape[0] ?? 0;
  const problem =
    rows < 1
      ? 'a batch needs at least one row'
      : tensors.length !== onnx.inputs.length
        ? 'there are not as many tensors as the schema has'
        : mismatch(tensors, onnx.inputs, rows);
  if (problem !== undefined) throw new ScoringError('INPUT_REFUSED', problem);
  return rows;
}

/** Throws OUTPUT_REFUSED unless the answer has exactly the declared outputs, a row for each row that was asked. */
export function assertOutputs({ onnx, outputs }: Schema, tensors: readonly Tensor[], rows: number): void {
  const declared = onnx.outputs.filter(({ name }) => outputs.some((output) => output.name === name));
  const problem = mismatch(tensors, declared, rows);
  if (problem !== undefined) throw new ScoringError('OUTPUT_REFUSED', `output ${problem}`);
}
