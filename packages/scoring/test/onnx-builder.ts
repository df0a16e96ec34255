import protobuf from 'protobufjs';

type Fields = Record<string, { id: number; type: string; rule?: 'repeated' }>;

const field = (id: number, type: string) => ({ id, type });
const list = (id: number, type: string) => ({ id, type, rule: 'repeated' as const });

/** Enough of onnx.proto3 to write small models in tests, independent of what the inspection reads. */
const MESSAGES: Record<string, Fields> = {
  Model: {
    irVersion: field(1, 'int64'),
    graph: field(7, 'Graph'),
    opsetImport: list(8, 'Opset'),
    functions: list(25, 'Function'),
  },
  Opset: { domain: field(1, 'string'), version: field(2, 'int64') },
  Graph: {
    node: list(1, 'Node'),
    name: field(2, 'string'),
    initializer: list(5, 'Tensor'),
    input: list(11, 'ValueInfo'),
    output: list(12, 'ValueInfo'),
  },
  Node: {
    input: list(1, 'string'),
    output: list(2, 'string'),
    name: field(3, 'string'),
    opType: field(4, 'string'),
    attribute: list(5, 'Attribute'),
    domain: field(7, 'string'),
  },
  Attribute: {
    name: field(1, 'string'),
    f: field(2, 'float'),
    i: field(3, 'int64'),
    s: field(4, 'bytes'),
    t: field(5, 'Tensor'),
    g: field(6, 'Graph'),
    type: field(20, 'int32'),
  },
  Tensor: {
    dims: list(1, 'int64'),
    dataType: field(2, 'int32'),
    name: field(8, 'string'),
    rawData: field(9, 'bytes'),
    externalData: list(13, 'Entry'),
    dataLocation: field(14, 'int32'),
  },
  Entry: { key: field(1, 'string'), value: field(2, 'string') },
  ValueInfo: { name: field(1, 'string'), type: field(2, 'Type') },
  Type: { tensorType: field(1, 'TensorType'), sequenceType: field(4, 'SequenceType') },
  SequenceType: { elemType: field(1, 'Type') },
  TensorType: { elemType: field(1, 'int32'), shape: field(2, 'Shape') },
  Shape: { dim: list(1, 'Dimension') },
  Dimension: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') },
  Function: {
    name: field(1, 'string'),
    input: list(4, 'string'),
    output: list(5, 'string'),
    node: list(7, 'Node'),
    opsetImport: list(9, 'Opset'),
    domain: field(10, 'string'),
  },
};

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(MESSAGES).map(([name, fields]) => [name, { fields }])),
});
const Model = root.lookupType('Model');

export const TYPE = { FLOAT: 1, INT64: 7, STRING: 8, BOOL: 9, FLOAT16: 10 } as const;

export interface Graph {
  node: object[];
  input?: object[];
  output: object[];
  initializer?: object[];
  name?: string;
}

export const value = (name: string, elemType: number, shape: (string | number)[]) => ({
  name,
  type: {
    tensorType: {
      elemType,
      shape: {
        dim: shape.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size })),
      },
    },
  },
});

export const node = (opType: string, input: string[], output: string[], attribute: object[] = []) => ({
  opType,
  input,
  output,
  attribute,
});

export const graphAttribute = (name: string, g: object) => ({ name, g, type: 5 });
export const textAttribute = (name: string, text: string) => ({ name, s: Buffer.from(text), type: 3 });

export const tensor = (name: string, dataType: number, dims: number[], rawData: Buffer) => ({
  name,
  dataType,
  dims,
  rawData,
});

export const int64s = (...numbers: bigint[]): Buffer => Buffer.from(BigInt64Array.from(numbers).buffer);

/** The bytes of a model file, opset 15. */
export const model = (graph: Graph, more: object = {}): Buffer =>
  Buffer.from(
    Model.encode(
      Model.fromObject({
        irVersion: 8,
        opsetImport: [
          { domain: '', version: 15 },
          { domain: 'ai.onnx.ml', version: 3 },
        ],
        graph: { name: 'test', ...graph },
        ...more,
      }),
    ).finish(),
  );
