export { compareOutputs } from './compare/compare-outputs.ts';
export type * from './compare/comparison.ts';
export { type AppliedDecision, applyDecision } from './decision/apply-decision.ts';
export { type GoldenRow, type GoldenSet, parseGoldenSet } from './evidence/golden-set.ts';
export {
  type DeclaredBehaviour,
  type DeclaredReason,
  parseRobustnessCases,
  type RobustnessCase,
} from './evidence/robustness-cases.ts';
export { type GoldenResult, type Progress, runGoldenSet } from './evidence/run-golden-set.ts';
export {
  type RobustnessOutcome,
  type RobustnessResult,
  runRobustness,
  type SeenBehaviour,
} from './evidence/run-robustness.ts';
export { createScorer } from './isolation/create-scorer.ts';
export type * from './isolation/scorer.ts';
export { SCORING_ERROR_CODES, ScoringError, type ScoringErrorCode } from './isolation/scoring-error.ts';
export { inspectOnnx } from './onnx/inspect-onnx.ts';
export type * from './onnx/onnx-inspection.ts';
export type * from './replay/adapter.ts';
export { createOnnxWasmAdapter } from './replay/onnx-wasm-adapter.ts';
export { type RecordedRun, type ReplayOptions, replayRun } from './replay/replay.ts';
export { createRuntimeRegistry, runtimeKey } from './replay/runtime-registry.ts';
export { parseSchema } from './schema/parse-schema.ts';
export type * from './schema/row-problem.ts';
export type * from './schema/schema.ts';
export { validateRows } from './schema/validate-rows.ts';
export { digestTensors } from './tensor/digest-tensors.ts';
export {
  type ExactFloat,
  type ExactValue,
  exactOutputs,
  fromTensors,
  type OutputRow,
  type OutputValue,
} from './tensor/from-tensors.ts';
export { packTensors } from './tensor/pack-tensors.ts';
export { recordedOutputs, unknownOutputs } from './tensor/recorded-outputs.ts';
export { rowOfTensors } from './tensor/row-of-tensors.ts';
export type { Tensor } from './tensor/tensor.ts';
export { TensorFault } from './tensor/tensor-fault.ts';
export { toTensors } from './tensor/to-tensors.ts';
export { unpackTensors } from './tensor/unpack-tensors.ts';
