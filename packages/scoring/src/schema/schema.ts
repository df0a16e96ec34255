/** Element types that a governed model may read and answer with. */
export type Dtype = 'float32' | 'float64' | 'int64' | 'int32' | 'bool' | 'string';

export type InputKind = 'numeric' | 'categorical' | 'text' | 'boolean';

/** One named input of a version, as a caller sends it. Limits are inclusive and in `unit`. */
export interface SchemaInput {
  name: string;
  dtype: Dtype;
  kind: InputKind;
  nullable: boolean;
  /** What null becomes in the tensor. NaN for floats and empty text for strings unless the schema says otherwise. */
  onnxMissing?: number | string;
  minimum?: number;
  maximum?: number;
  allowed?: (string | number)[];
  /** Range seen in training: outside of it is a warning, never a refusal. */
  trainingMin?: number;
  trainingMax?: number;
  unit?: string;
  description?: string;
  sensitive?: boolean;
}

/** One named output; `classes` names the columns of a matrix output, in order. */
export interface SchemaOutput {
  name: string;
  dtype: Dtype;
  classes?: string[];
  allowed?: (string | number)[];
  unit?: string;
  description?: string;
}

/** A dimension is a fixed size or the name of one that varies. The first is always the batch. */
export interface OnnxValue {
  name: string;
  dtype: Dtype;
  shape: (string | number)[];
}

export interface OnnxSignature {
  /** `single-tensor`: all inputs are the columns of one tensor, in the schema's order. */
  layout: 'single-tensor' | 'one-tensor-per-input';
  inputs: OnnxValue[];
  outputs: OnnxValue[];
  opset?: Record<string, number>;
  irVersion?: number;
}

export type DecisionOperator = '>=' | '>' | '<=' | '<' | '==' | '!=';
export type DecisionOutcome = string | number | boolean;

/** A rule over one output; `output` is a path such as `ridership`, `label` or `probabilities.bad`. */
export interface Decision {
  output: string;
  op: DecisionOperator;
  value: string | number;
  then: DecisionOutcome;
  else: DecisionOutcome;
}

/** The largest distance between recorded and replayed floats that the version declares acceptable. */
export interface Tolerance {
  /** Units in the last place. */
  ulp: number;
}

/** A version's schema.json, checked. */
export interface Schema {
  model?: string;
  version?: string;
  task?: string;
  inputs: SchemaInput[];
  outputs: SchemaOutput[];
  onnx: OnnxSignature;
  decision?: Decision;
  tolerance?: Tolerance;
  /** What will count as a miss once the truth is known. Recorded, never evaluated here. */
  outcomeRule?: Record<string, unknown>;
}

/** `path` is a dotted path into the JSON, such as `inputs.3.minimum`. */
export interface SchemaProblem {
  path: string;
  message: string;
}

/** A caller's row: one value per input name. */
export type InputRow = Record<string, unknown>;
