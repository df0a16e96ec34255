import type { ProblemList } from './problem-list.ts';
import type { OnnxValue, Schema } from './schema.ts';

const byName = (values: readonly OnnxValue[]) => new Map(values.map((value) => [value.name, value]));

const checkSingleTensor = (list: ProblemList, { inputs, onnx }: Schema): void => {
  const [tensor, ...others] = onnx.inputs;
  if (!tensor || others.length > 0) {
    list.add('onnx.inputs', 'a single-tensor layout has exactly one input');
    return;
  }
  if (tensor.dtype !== 'float32' && tensor.dtype !== 'float64')
    list.add('onnx.inputs.0.type', 'must be FLOAT or DOUBLE in a single-tensor layout');
  if (tensor.shape.length !== 2 || tensor.shape[1] !== inputs.length)
    list.add('onnx.inputs.0.shape', `must be [batch, ${inputs.length}], a column per input`);
  for (const [index, input] of inputs.entries())
    if (input.dtype === 'string')
      list.add(`inputs.${index}.dtype`, 'text does not fit into one float tensor');
};

const checkTensorPerInput = (list: ProblemList, { inputs, onnx }: Schema): void => {
  const signature = byName(onnx.inputs);
  for (const [index, input] of inputs.entries()) {
    const value = signature.get(input.name);
    if (!value) list.add(`inputs.${index}.name`, 'is not among the inputs of the ONNX signature');
    else if (value.dtype !== input.dtype)
      list.add(`inputs.${index}.dtype`, `differs from the ONNX signature (${value.dtype})`);
    else if (value.shape.slice(1).some((size) => size !== 1))
      list.add(`inputs.${index}`, 'must be one value per row in the ONNX signature');
    if (
      input.nullable &&
      input.onnxMissing === undefined &&
      !['float32', 'float64', 'string'].includes(input.dtype)
    )
      list.add(`inputs.${index}.onnxMissing`, `a nullable ${input.dtype} needs a value for missing`);
  }
  if (signature.size !== inputs.length)
    list.add('onnx.inputs', 'must be the inputs of the schema, each once');
};

const checkOutputs = (list: ProblemList, { outputs, onnx }: Schema): void => {
  const signature = byName(onnx.outputs);
  for (const [index, output] of outputs.entries()) {
    const value = signature.get(output.name);
    if (!value) {
      list.add(`outputs.${index}.name`, 'is not among the outputs of the ONNX signature');
      continue;
    }
    if (value.dtype !== output.dtype)
      list.add(`outputs.${index}.dtype`, `differs from the ONNX signature (${value.dtype})`);
    if (output.classes && (value.shape.length !== 2 || value.shape[1] !== output.classes.length))
      list.add(`outputs.${index}.classes`, 'must name every column of the ONNX output');
  }
};

/** Holds the sections of a schema against each other: what a caller sends must be what the model is fed. */
export function checkCoherence(list: ProblemList, schema: Schema): void {
  if (schema.onnx.layout === 'single-tensor') checkSingleTensor(list, schema);
  else checkTensorPerInput(list, schema);
  checkOutputs(list, schema);
}
