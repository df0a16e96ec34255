import type { ReplayResult, RuntimeFacts } from '@countersign/contracts';
import {
  applyDecision,
  type Comparison,
  compareOutputs,
  fromTensors,
  rowOfTensors,
  type Schema,
  type Tensor,
} from '@countersign/scoring';
import { type Cell, differingBits, outputCells } from './output-cells.ts';
import type { RecordedPrediction } from './recorded-prediction.ts';

/** What a replay found, before it is recorded. */
export type Finding = Pick<
  ReplayResult,
  | 'verdict'
  | 'code'
  | 'bits'
  | 'differingBits'
  | 'maxUlp'
  | 'firstDifference'
  | 'decisionSame'
  | 'cells'
  | 'runtime'
  | 'durationMs'
>;

export const notReplayable = (code: string, durationMs = 0): Finding => ({
  verdict: 'not-replayable',
  code,
  bits: 0,
  differingBits: 0,
  maxUlp: null,
  firstDifference: null,
  decisionSame: null,
  cells: [],
  runtime: null,
  durationMs,
});

export interface Execution {
  readonly schema: Schema;
  readonly recorded: readonly Tensor[];
  readonly replayed: readonly Tensor[];
  readonly runtime: RuntimeFacts;
  readonly durationMs: number;
  /** Whether an identical replay lists its cells; it does unless said otherwise. */
  readonly cellsOfIdentical?: boolean;
}

/** Holds one row of the replayed batch against what was recorded. @throws TensorFault where the record is unreadable */
export function judgeReplay(prediction: RecordedPrediction, run: Execution): Finding {
  const { schema, recorded, replayed, runtime, durationMs } = run;
  const comparison = compareOutputs(recorded, replayed, {
    row: prediction.row,
    tolerance: schema.tolerance ?? undefined,
  });
  if (comparison.mismatch !== undefined) {
    const firstDifference = { output: comparison.mismatch, recorded: '', replayed: '', ulp: null };
    return { ...notReplayable('', durationMs), verdict: 'differs', code: null, firstDifference, runtime };
  }
  // Cells of an identical replay are the recorded ones twice, which many replays at once do not ask for.
  const asked = run.cellsOfIdentical !== false || comparison.verdict !== 'identical';
  const row = (tensors: readonly Tensor[]) => rowOfTensors(tensors, prediction.row);
  const before = asked ? outputCells(schema, row(recorded)) : [];
  const after = asked ? outputCells(schema, row(replayed)) : [];
  return {
    verdict: comparison.verdict,
    code: null,
    bits: comparison.comparedBits,
    differingBits: before.reduce((sum, cell, index) => sum + differingBits(cell, after[index] ?? cell), 0),
    maxUlp: comparison.maxUlp === null ? null : String(comparison.maxUlp),
    firstDifference: firstDifferenceOf(schema, comparison),
    decisionSame: decisionSame(prediction, schema, row(replayed)),
    cells: replayCells(before, after),
    runtime,
    durationMs,
  };
}

export const replayCells = (before: readonly Cell[], after: readonly Cell[]): ReplayResult['cells'] =>
  before.map((cell, index) => {
    const again = after[index] ?? cell;
    return {
      output: cell.output,
      dtype: cell.dtype,
      recordedHex: cell.hex,
      recordedText: cell.text,
      replayedHex: again.hex,
      replayedText: again.text,
      differs: cell.hex !== again.hex || cell.text !== again.text,
    };
  });

function firstDifferenceOf(
  schema: Schema,
  { firstDifference: first }: Comparison,
): Finding['firstDifference'] {
  if (!first) return null;
  const declared = schema.outputs.find(({ name }) => name === first.output);
  const width =
    schema.onnx.outputs
      .find(({ name }) => name === first.output)
      ?.shape.slice(1)
      .reduce<number>((product, size) => product * Number(size), 1) ?? 1;
  const column = first.index % width;
  const suffix = declared?.classes ? `.${declared.classes[column]}` : width > 1 ? `[${column}]` : '';
  return {
    output: `${first.output}${suffix}`,
    recorded: String(first.recordedValue),
    replayed: String(first.replayedValue),
    ulp: first.ulp === null ? null : String(first.ulp),
  };
}

function decisionSame(
  { decision, parameters }: RecordedPrediction,
  schema: Schema,
  row: readonly Tensor[],
): boolean | null {
  if (!decision || !parameters.decision) return null;
  const again = applyDecision(schema, parameters.decision, fromTensors(schema, row)[0]!);
  return again?.outcome === decision.outcome;
}
