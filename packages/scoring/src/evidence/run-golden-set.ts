import { compareOutputs } from '../compare/compare-outputs.ts';
import type { Comparison } from '../compare/comparison.ts';
import type { ArtifactFile, RuntimeDescription, Scorer } from '../isolation/scorer.ts';
import type { Schema } from '../schema/schema.ts';
import type { GoldenSet } from './golden-set.ts';

export interface Progress {
  done: number;
  total: number;
}

export interface GoldenResult {
  verdict: Comparison['verdict'];
  runtime: RuntimeDescription;
  rows: number;
  identical: number;
  withinTolerance: number;
  differing: number;
  comparedBits: number;
  /** Largest distance of a float in units in the last place; null when some difference has no distance. */
  maxUlp: number | null;
  /** The row that decided the verdict, when it is not `identical`. */
  first?: { id: string; comparison: Comparison };
  /** Milliseconds inside the runtime, all rows. */
  durationMs: number;
}

/** Rows per journey to the child: enough to make the journey cheap, few enough for progress and deadlines. */
const CHUNK = 100;
const RANK: Readonly<Record<Comparison['verdict'], number>> = {
  identical: 0,
  'within-tolerance': 1,
  differs: 2,
};

const add = (result: GoldenResult, id: string, comparison: Comparison): void => {
  if (comparison.verdict === 'identical') result.identical += 1;
  else if (comparison.verdict === 'within-tolerance') result.withinTolerance += 1;
  else result.differing += 1;
  result.comparedBits += comparison.comparedBits;
  const { maxUlp } = comparison;
  result.maxUlp = maxUlp === null || result.maxUlp === null ? null : Math.max(maxUlp, result.maxUlp);
  if (RANK[comparison.verdict] <= RANK[result.verdict]) return;
  result.verdict = comparison.verdict;
  result.first = { id, comparison };
};

/** Scores every golden row by itself and compares the bits. Throws ScoringError where the model cannot be run. */
export async function runGoldenSet(
  scorer: Scorer,
  artifact: ArtifactFile,
  schema: Schema,
  golden: GoldenSet,
  onProgress?: (progress: Progress) => void,
): Promise<GoldenResult> {
  const { rows } = golden;
  const result: GoldenResult = {
    verdict: 'identical',
    runtime: scorer.describe(),
    rows: rows.length,
    identical: 0,
    withinTolerance: 0,
    differing: 0,
    comparedBits: 0,
    maxUlp: 0,
    durationMs: 0,
  };
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK);
    const answer = await scorer.scoreRuns({ artifact, schema, runs: chunk.map(({ inputs }) => inputs) });
    result.durationMs += answer.durationMs;
    for (const [index, { id, expected }] of chunk.entries()) {
      const outputs = answer.outputs[index] ?? [];
      add(result, id, compareOutputs(expected, outputs, { tolerance: schema.tolerance }));
    }
    onProgress?.({ done: start + chunk.length, total: rows.length });
  }
  return result;
}
