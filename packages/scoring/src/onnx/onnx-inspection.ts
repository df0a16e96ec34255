export type OnnxProblemCode =
  | 'ONNX_UNREADABLE'
  | 'ONNX_TOO_LARGE'
  | 'ONNX_TOO_COMPLEX'
  | 'NOT_REPLAYABLE_RANDOM_OPERATOR'
  | 'EXTERNAL_DATA'
  | 'ZIPMAP_OUTPUT'
  | 'NOT_A_TENSOR'
  | 'UNSUPPORTED_TYPE'
  | 'LOCALE_DEPENDENT'
  | 'SCHEMA_MISMATCH';

export interface OnnxProblem {
  code: OnnxProblemCode;
  /** Where in the model: `graph`, `graph/<node>/then_branch`, `function <domain>.<name>`. */
  path: string;
  message: string;
}

export interface OnnxTensorValue {
  name: string;
  /** ONNX element type in capitals (FLOAT, INT64, STRING …), or SEQUENCE, MAP, OPTIONAL, SPARSE, UNKNOWN. */
  type: string;
  /** null where the file does not fix the size. */
  shape: (string | number | null)[] | null;
}

export interface OnnxOperator {
  /** `ai.onnx` for the default domain. */
  domain: string;
  name: string;
  count: number;
}

export interface OnnxInspection {
  irVersion: number | null;
  opsets: Record<string, number>;
  inputs: OnnxTensorValue[];
  outputs: OnnxTensorValue[];
  operators: OnnxOperator[];
  problems: OnnxProblem[];
}

export interface InspectLimits {
  maxBytes: number;
  /** Protobuf fields that the inspection reads; bounds its memory. */
  maxFields: number;
  /** Nesting of messages; subgraphs nest. */
  maxDepth: number;
}
