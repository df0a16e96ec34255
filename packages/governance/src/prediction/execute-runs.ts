import type { ArtifactFile, Schema, ScoreOptions, Scorer, Tensor } from '@countersign/scoring';
import { findingOf } from './execute-again.ts';
import type { Finding } from './judge-replay.ts';

export interface Executed {
  readonly outputs: Tensor[];
  readonly durationMs: number;
}

/** What runs are executed on. */
export interface Executing {
  readonly artifact: ArtifactFile;
  readonly schema: Schema;
  readonly options?: ScoreOptions;
}

/**
 * One journey to the runtime for all of them, each with its own batch; where that fails, one each, so that a bad run speaks
 * for itself alone. @throws Refusal where the failure is one of the moment
 */
export async function executeRuns(
  scorer: Pick<Scorer, 'scoreRuns'>,
  on: Executing,
  runs: readonly Tensor[][],
): Promise<(Executed | Finding)[]> {
  try {
    const { outputs, durationMs } = await scorer.scoreRuns({ ...on, runs: [...runs] });
    return outputs.map((tensors) => ({ outputs: tensors, durationMs: durationMs / runs.length }));
  } catch (error) {
    const finding = findingOf(error);
    if (runs.length === 1) return [finding];
    const alone: (Executed | Finding)[] = [];
    for (const run of runs) alone.push(...(await executeRuns(scorer, on, [run])));
    return alone;
  }
}
