import protobuf from 'protobufjs';
import { ModelMessage } from './onnx-descriptor.ts';
import type { InspectLimits, OnnxProblemCode } from './onnx-inspection.ts';
import type { OnnxModel } from './onnx-model.ts';

/** The bytes cannot be inspected; `code` says why. */
export class OnnxFault extends Error {
  readonly code: OnnxProblemCode;

  constructor(code: OnnxProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Bytes of one name: more is no name, and names are repeated in what the inspection says. */
const MAXIMUM_NAME = 4_096;

/** Walks the described fields without building anything, so that a file of a few bytes per message cannot fill the memory. */
const measure = (
  reader: protobuf.Reader,
  type: protobuf.Type,
  end: number,
  depth: number,
  budget: { fields: number; depth: number },
): void => {
  if (depth > budget.depth) throw new OnnxFault('ONNX_TOO_COMPLEX', 'the model is nested too deeply');
  while (reader.pos < end) {
    const tag = reader.uint32();
    const wireType = tag & 7;
    const field = type.fieldsById[tag >>> 3];
    if (field) budget.fields -= 1;
    if (budget.fields < 0)
      throw new OnnxFault('ONNX_TOO_COMPLEX', 'the model has too many parts to be inspected');
    if (field?.resolvedType instanceof protobuf.Type && wireType === 2) {
      const length = reader.uint32();
      if (length > end - reader.pos) throw new RangeError('a message is longer than what holds it');
      measure(reader, field.resolvedType, reader.pos + length, depth + 1, budget);
    } else {
      const start = reader.pos;
      reader.skipType(wireType, 0, tag >>> 3);
      if (field?.type === 'string' && reader.pos - start > MAXIMUM_NAME)
        throw new OnnxFault('ONNX_TOO_COMPLEX', `a name in the model is longer than ${MAXIMUM_NAME} bytes`);
    }
  }
  if (reader.pos !== end) throw new RangeError('a field is longer than its message');
};

/** Decodes a model file within limits. Throws OnnxFault for everything that is no usable model. */
export function decodeModel(bytes: Uint8Array, limits: InspectLimits): OnnxModel {
  if (bytes.length > limits.maxBytes)
    throw new OnnxFault('ONNX_TOO_LARGE', `the file is larger than ${limits.maxBytes} bytes`);
  try {
    const budget = { fields: limits.maxFields, depth: limits.maxDepth };
    measure(protobuf.Reader.create(bytes), ModelMessage, bytes.length, 0, budget);
    const decoded = ModelMessage.decode(bytes);
    const model = ModelMessage.toObject(decoded, {
      longs: Number,
      arrays: true,
      defaults: true,
    }) as OnnxModel;
    if (!model.graph || model.graph.output.length === 0)
      throw new OnnxFault('ONNX_UNREADABLE', 'the file holds no graph with outputs');
    return model;
  } catch (error) {
    if (error instanceof OnnxFault) throw error;
    throw new OnnxFault('ONNX_UNREADABLE', 'the file is no readable ONNX model');
  }
}
