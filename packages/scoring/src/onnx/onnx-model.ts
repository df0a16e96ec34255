/** A decoded model, as protobufjs gives it with every field filled in. 64-bit integers are numbers. */
export interface OnnxModel {
  irVersion: number;
  graph: OnnxGraph | null;
  opsetImport: OnnxOpset[];
  functions: OnnxFunction[];
}

export interface OnnxOpset {
  domain: string;
  version: number;
}

export interface OnnxGraph {
  node: OnnxNode[];
  initializer: OnnxTensorData[];
  input: OnnxValueInfo[];
  output: OnnxValueInfo[];
  sparseInitializer: OnnxSparseData[];
}

export interface OnnxNode {
  input: string[];
  output: string[];
  name: string;
  opType: string;
  attribute: OnnxAttribute[];
  domain: string;
}

export interface OnnxAttribute {
  name: string;
  i: number;
  s: Uint8Array;
  t: OnnxTensorData | null;
  g: OnnxGraph | null;
  tensors: OnnxTensorData[];
  graphs: OnnxGraph[];
  sparseTensor: OnnxSparseData | null;
  sparseTensors: OnnxSparseData[];
}

export interface OnnxTensorData {
  dataType: number;
  name: string;
  rawData: Uint8Array;
  externalData: { key: string; value: string }[];
  /** 1 means that the data are in another file. */
  dataLocation: number;
}

export interface OnnxSparseData {
  values: OnnxTensorData | null;
  indices: OnnxTensorData | null;
}

export interface OnnxValueInfo {
  name: string;
  type: OnnxValueType | null;
}

export interface OnnxValueType {
  tensorType: { elemType: number; shape: { dim: OnnxDimension[] } | null } | null;
  sequenceType: object | null;
  mapType: object | null;
  sparseTensorType: object | null;
  optionalType: object | null;
}

export interface OnnxDimension {
  dimValue: number;
  dimParam: string;
}

export interface OnnxFunction {
  name: string;
  node: OnnxNode[];
  opsetImport: OnnxOpset[];
  domain: string;
  attributeProto: OnnxAttribute[];
}
