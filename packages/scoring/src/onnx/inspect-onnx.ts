import { ONNX_TYPES } from '../schema/parse-onnx-signature.ts';
import type { Schema } from '../schema/schema.ts';
import { decodeModel, OnnxFault } from './decode-model.ts';
import { matchSchema } from './match-schema.ts';
import type { InspectLimits, OnnxInspection, OnnxProblem, OnnxTensorValue } from './onnx-inspection.ts';
import type { OnnxModel, OnnxOpset } from './onnx-model.ts';
import { NOT_TENSORS, readValue } from './onnx-types.ts';
import { GraphWalk } from './walk-graph.ts';

const LIMITS: InspectLimits = { maxBytes: 2 ** 31 - 1, maxFields: 400_000, maxDepth: 64 };

const judgeValue = (side: string, value: OnnxTensorValue): OnnxProblem[] => {
  const path = `graph/${value.name}`;
  if (NOT_TENSORS.has(value.type))
    return [{ code: 'NOT_A_TENSOR', path, message: `${side} ${value.name} is no tensor (${value.type})` }];
  if (!Object.hasOwn(ONNX_TYPES, value.type))
    return [{ code: 'UNSUPPORTED_TYPE', path, message: `${side} ${value.name} has the type ${value.type}` }];
  return [];
};

const readOpsets = (imports: readonly OnnxOpset[]): Record<string, number> =>
  Object.fromEntries(imports.map(({ domain, version }) => [domain === '' ? 'ai.onnx' : domain, version]));

const inspect = (model: OnnxModel, schema: Schema | undefined): OnnxInspection => {
  const initialized = new Set(model.graph?.initializer.map(({ name }) => name));
  // Up to IR version 3 weights are listed among the inputs as well.
  const inputs = (model.graph?.input ?? []).filter(({ name }) => !initialized.has(name)).map(readValue);
  const outputs = (model.graph?.output ?? []).map(readValue);
  const walk = new GraphWalk();
  walk.model(model);
  return {
    irVersion: model.irVersion,
    opsets: readOpsets(model.opsetImport),
    inputs,
    outputs,
    operators: walk.operators,
    problems: [
      ...walk.problems,
      ...inputs.flatMap((value) => judgeValue('input', value)),
      ...outputs.flatMap((value) => judgeValue('output', value)),
      ...(schema ? matchSchema(schema, inputs, outputs) : []),
    ],
  };
};

/**
 * Reads an ONNX file without executing it: its signature, its operators, and why it cannot be governed, if so. Bounded in
 * time and memory by the limits, whatever the bytes. With a schema, also says where file and schema disagree.
 */
export function inspectOnnx(
  bytes: Uint8Array,
  schema?: Schema,
  limits: Partial<InspectLimits> = {},
): OnnxInspection {
  try {
    return inspect(decodeModel(bytes, { ...LIMITS, ...limits }), schema);
  } catch (error) {
    if (!(error instanceof OnnxFault)) throw error;
    const { code, message } = error;
    const problems = [{ code, path: '', message }];
    return { irVersion: null, opsets: {}, inputs: [], outputs: [], operators: [], problems };
  }
}
