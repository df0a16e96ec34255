import { compareOutputs } from '../compare/compare-outputs.ts';
import type { ArtifactFile, RuntimeDescription } from '../isolation/scorer.ts';
import { ScoringError } from '../isolation/scoring-error.ts';
import type { Schema } from '../schema/schema.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { NotReplayable, ReplayResult, RuntimeRegistry } from './adapter.ts';

/** A scoring run as it was recorded: the whole batch, whatever row is asked about. */
export interface RecordedRun {
  /** Format of the artifact, such as `onnx`. */
  format: string;
  artifact: ArtifactFile;
  schema: Schema;
  runtime: RuntimeDescription;
  inputs: Tensor[];
  outputs: Tensor[];
}

export interface ReplayOptions {
  /** Compare only this row of the batch; the batch is executed as it was. */
  row?: number;
  deadlineMs?: number;
}

const notReplayable = (error: ScoringError): NotReplayable => {
  switch (error.code) {
    // These say something about the moment, not about the prediction: the caller tries again.
    case 'BUSY':
    case 'CLOSED':
    case 'RUNTIME_UNAVAILABLE':
      throw error;
    case 'RUNTIME_UNKNOWN':
      return { verdict: 'not-replayable', code: 'RUNTIME_NOT_AVAILABLE', message: error.message };
    default:
      return { verdict: 'not-replayable', code: error.code, message: error.message };
  }
};

const batchSize = (tensors: readonly Tensor[]): number => tensors[0]?.shape[0] ?? 0;

/**
 * Executes a recorded run again, in the runtime and with the batch of then, and compares. Every finding is returned; only
 * a scorer that is busy, closed or unable to start throws.
 */
export async function replayRun(
  registry: RuntimeRegistry,
  run: RecordedRun,
  options: ReplayOptions = {},
): Promise<ReplayResult> {
  const found = registry.find(run.format, run.runtime);
  if ('verdict' in found) return found;
  const { row, deadlineMs } = options;
  if (row !== undefined && !(Number.isInteger(row) && row >= 0 && row < batchSize(run.outputs)))
    return { verdict: 'not-replayable', code: 'ROW_OUT_OF_RANGE', message: `the batch has no row ${row}` };
  try {
    const { outputs, durationMs } = await found.adapter.score({
      artifact: run.artifact,
      schema: run.schema,
      tensors: run.inputs,
      options: { graphOptimizationLevel: run.runtime.graphOptimizationLevel, deadlineMs },
    });
    const comparison = compareOutputs(run.outputs, outputs, { row, tolerance: run.schema.tolerance });
    return { ...comparison, guarantee: found.adapter.guarantee, durationMs };
  } catch (error) {
    if (error instanceof ScoringError) return notReplayable(error);
    throw error;
  }
}
