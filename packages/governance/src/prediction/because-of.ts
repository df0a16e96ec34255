import type { RecordedPrediction } from './recorded-prediction.ts';

const sentences: Readonly<Record<string, string>> = {
  FALLBACK_CONSTANT: 'a constant answered, not a model',
  NO_ARTIFACT: 'the version has no artifact that could be executed',
  NO_ADAPTER: 'there is no adapter for this kind of version',
  RUNTIME_NOT_RECORDED: 'the runtime that answered was not recorded',
  RUNTIME_NOT_AVAILABLE: 'the runtime that answered is not available here',
  BATCH_NOT_RECORDED: 'it was scored in a batch of which only this row was recorded',
  SUBJECT_ERASED: 'what was recorded about its subject was erased',
  ARTIFACT_ERASED: 'the artifact of the version is gone',
  INPUTS_ALTERED: 'the recorded inputs are not what their digest says',
  RECORD_UNREADABLE: 'the record cannot be read',
};

type Recorded = Pick<
  RecordedPrediction,
  'recording_mode' | 'recording_share' | 'recording_at' | 'removed_at' | 'removed_class'
>;

/** Why there can be no replay, as the end of "not replayable because …"; null where there was one. */
export function becauseOf(
  prediction: Recorded,
  { verdict, code }: { readonly verdict: string; readonly code: string | null },
): string | null {
  if (verdict !== 'not-replayable' || code === null) return null;
  if (code === 'INPUTS_NOT_RECORDED') return `its inputs were not recorded (${settingText(prediction)})`;
  if (code === 'CONTENT_REMOVED') {
    const { removed_class: name, removed_at: at } = prediction;
    return `its inputs were removed by the retention class ${name ?? 'of its model'}${at ? ` on ${at.toISOString().slice(0, 10)}` : ''}`;
  }
  return sentences[code] ?? code.toLowerCase().replaceAll('_', ' ');
}

function settingText({ recording_mode: mode, recording_share: share, recording_at: at }: Recorded): string {
  const since = at ? ` since ${at.toISOString().slice(0, 10)}` : '';
  return mode === 'sampled'
    ? `the model records ${Number(((share ?? 0) * 100).toPrecision(4))} % of its runs in full${since}, and this was none of them`
    : `the model recorded a reference only${since}`;
}
