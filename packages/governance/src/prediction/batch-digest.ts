import { createHash } from 'node:crypto';
import type { PredictionRecord, RunRecord } from './insert-runs.ts';

/**
 * Hex SHA-256 over a batch in the order of its predictions, a line each: id, run, row, version, artifact, digests of
 * inputs and outputs, separated by spaces. Anybody who reads the rows can compute it again.
 */
export function batchDigest(
  runs: ReadonlyMap<string, RunRecord>,
  predictions: readonly PredictionRecord[],
): string {
  const hash = createHash('sha256');
  for (const made of predictions) {
    const run = runs.get(made.runId)!;
    hash.update(
      `${made.id} ${made.runId} ${made.row} ${made.versionId} ${run.artifact || '-'} ${run.inputsDigest} ${run.outputsDigest}\n`,
    );
  }
  return hash.digest('hex');
}
