import type { Keyring } from '../keys/keyring.ts';
import { fullFromTheStart, isKeptInFull, type RecordingInForce } from '../recording/recording-in-force.ts';
import type { PredictionRecord, RunRecord } from './insert-runs.ts';

interface Recorded {
  readonly runs: readonly RunRecord[];
  readonly predictions: readonly PredictionRecord[];
}

/**
 * Runs and predictions as they are kept under the settings of their models. Of a reference the tensors are left out, and
 * the decision with the value that it was made by; digests, parameters and the reference of the data scored stay.
 */
export function keepAsSet(
  keyring: Keyring,
  settings: ReadonlyMap<string, RecordingInForce>,
  { runs, predictions }: Recorded,
): Recorded {
  const settingOf = new Map(
    predictions.map(({ runId, modelId }) => [runId, settings.get(modelId) ?? fullFromTheStart]),
  );
  const references = new Set<string>();
  const keptRuns = runs.map((run): RunRecord => {
    const setting = settingOf.get(run.id) ?? fullFromTheStart;
    if (isKeptInFull(keyring, setting, run.id)) return { ...run, recordingId: setting.id };
    references.add(run.id);
    return { ...run, recordingId: setting.id, inputs: null, outputs: null };
  });
  return {
    runs: keptRuns,
    predictions: predictions.map((made) =>
      references.has(made.runId) ? { ...made, kept: 'reference', decision: null } : made,
    ),
  };
}
