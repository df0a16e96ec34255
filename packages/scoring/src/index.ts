import type { CompareOptions, Comparison } from './compare/comparison.ts';
import type { Scorer, ScorerOptions } from './isolation/scorer.ts';
import type { InspectLimits, OnnxInspection } from './onnx/onnx-inspection.ts';
import type { RowValidation } from './schema/row-problem.ts';
import type { InputRow, Schema, SchemaProblem } from './schema/schema.ts';
import type { Tensor } from './tensor/tensor.ts';

export type * from './compare/comparison.ts';
export type * from './isolation/scorer.ts';
export { ScoringError, type ScoringErrorCode } from './isolation/scoring-error.ts';
export type * from './onnx/onnx-inspection.ts';
export type * from './replay/adapter.ts';
export type * from './schema/row-problem.ts';
export type * from './schema/schema.ts';
export type * from './tensor/tensor.ts';

export declare function parseSchema(json: unknown): { schema: Schema } | { problems: SchemaProblem[] };
export declare function validateRows(schema: Schema, rows: readonly unknown[]): RowValidation;
export declare function toTensors(schema: Schema, rows: readonly InputRow[]): Tensor[];
export declare function fromTensors(schema: Schema, tensors: readonly Tensor[]): Record<string, unknown>[];
export declare function digestTensors(tensors: readonly Tensor[]): string;
export declare function packTensors(tensors: readonly Tensor[]): Buffer;
export declare function unpackTensors(bytes: Uint8Array): Tensor[];
export declare function inspectOnnx(
  bytes: Uint8Array,
  schema?: Schema,
  limits?: Partial<InspectLimits>,
): OnnxInspection;
export declare function createScorer(options?: ScorerOptions): Scorer;
export declare function compareOutputs(
  recorded: readonly Tensor[],
  replayed: readonly Tensor[],
  options?: CompareOptions,
): Comparison;
