import protobuf from 'protobufjs';

type Fields = Record<string, [id: number, type: string, rule?: 'repeated']>;

/**
 * The fields of ONNX that decide whether a model can be governed: structure, operators, signature, where weights live.
 * Numbers are those of the format's published onnx.proto3. Weights given as lists of numbers are not described, so they
 * are skipped rather than read.
 */
const MESSAGES: Record<string, Fields> = {
  Model: {
    irVersion: [1, 'int64'],
    graph: [7, 'Graph'],
    opsetImport: [8, 'OperatorSetId', 'repeated'],
    functions: [25, 'Function', 'repeated'],
  },
  OperatorSetId: { domain: [1, 'string'], version: [2, 'int64'] },
  Graph: {
    node: [1, 'Node', 'repeated'],
    initializer: [5, 'TensorData', 'repeated'],
    input: [11, 'ValueInfo', 'repeated'],
    output: [12, 'ValueInfo', 'repeated'],
    sparseInitializer: [15, 'SparseTensorData', 'repeated'],
  },
  Node: {
    input: [1, 'string', 'repeated'],
    output: [2, 'string', 'repeated'],
    name: [3, 'string'],
    opType: [4, 'string'],
    attribute: [5, 'Attribute', 'repeated'],
    domain: [7, 'string'],
  },
  Attribute: {
    name: [1, 'string'],
    i: [3, 'int64'],
    s: [4, 'bytes'],
    t: [5, 'TensorData'],
    g: [6, 'Graph'],
    tensors: [10, 'TensorData', 'repeated'],
    graphs: [11, 'Graph', 'repeated'],
    sparseTensor: [22, 'SparseTensorData'],
    sparseTensors: [23, 'SparseTensorData', 'repeated'],
  },
  TensorData: {
    dataType: [2, 'int32'],
    name: [8, 'string'],
    rawData: [9, 'bytes'],
    externalData: [13, 'StringEntry', 'repeated'],
    dataLocation: [14, 'int32'],
  },
  SparseTensorData: { values: [1, 'TensorData'], indices: [2, 'TensorData'] },
  StringEntry: { key: [1, 'string'], value: [2, 'string'] },
  ValueInfo: { name: [1, 'string'], type: [2, 'ValueType'] },
  ValueType: {
    tensorType: [1, 'TensorType'],
    sequenceType: [4, 'Opaque'],
    mapType: [5, 'Opaque'],
    sparseTensorType: [8, 'Opaque'],
    optionalType: [9, 'Opaque'],
  },
  TensorType: { elemType: [1, 'int32'], shape: [2, 'Shape'] },
  Opaque: {},
  Shape: { dim: [1, 'Dimension', 'repeated'] },
  Dimension: { dimValue: [1, 'int64'], dimParam: [2, 'string'] },
  Function: {
    name: [1, 'string'],
    node: [7, 'Node', 'repeated'],
    opsetImport: [9, 'OperatorSetId', 'repeated'],
    domain: [10, 'string'],
    attributeProto: [11, 'Attribute', 'repeated'],
  },
};

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [id, type, rule]]) => [field, { id, type, rule }]),
        ),
      },
    ]),
  ),
}).resolveAll();

/** The message that an ONNX file holds. */
export const ModelMessage = root.lookupType('Model');
