import type { Tx } from '../change.ts';
import type { Keyring } from '../keys/keyring.ts';
import { placeOf, saltedDigest, sealContent, sealJson } from '../subject/subject-content.ts';
import { holdSubjectKeys, type SubjectKey } from '../subject/subject-key.ts';
import type { PredictionRecord, RunRecord } from './insert-runs.ts';

interface Recorded {
  readonly runs: readonly RunRecord[];
  readonly predictions: readonly PredictionRecord[];
}

/**
 * Seals what names a subject under that subject's own key: inputs, outputs and the decision. Digests that stay are salted,
 * so this comes before it is decided what is kept. Each such row is a run of its own: one subject can be erased alone.
 */
export async function sealSubjects(
  tx: Tx,
  keyring: Keyring,
  { runs, predictions }: Recorded,
): Promise<Recorded> {
  const hashes = predictions.flatMap(({ subjectHash }) => (subjectHash ? [subjectHash] : []));
  if (hashes.length === 0) return { runs, predictions };
  const keys = await holdSubjectKeys(tx, keyring, hashes);
  const keyOfRun = new Map<string, SubjectKey>();
  for (const { runId, subjectHash } of predictions)
    if (subjectHash) keyOfRun.set(runId, keys.get(subjectHash.toString('hex'))!);
  return {
    runs: runs.map((run) => sealedRun(run, keyOfRun.get(run.id))),
    predictions: predictions.map((made) => {
      const key = keyOfRun.get(made.runId);
      if (!key || made.decision === null) return made;
      return {
        ...made,
        decision: JSON.stringify(sealJson(key.key, placeOf.decision(made.id), made.decision)),
      };
    }),
  };
}

function sealedRun(run: RunRecord, subject: SubjectKey | undefined): RunRecord {
  if (!subject) return run;
  if (run.rows !== 1) throw new Error(`the run ${run.id} is about a subject and has ${run.rows} rows`);
  const { key } = subject;
  const [inputs, outputs] = [placeOf.inputs(run.id), placeOf.outputs(run.id)];
  return {
    ...run,
    subjectKeyId: subject.id,
    inputs: run.inputs && sealContent(key, inputs, run.inputs),
    outputs: run.outputs && sealContent(key, outputs, run.outputs),
    inputsDigest: run.inputs ? saltedDigest(key, inputs, run.inputs) : run.inputsDigest,
    outputsDigest: run.outputs ? saltedDigest(key, outputs, run.outputs) : run.outputsDigest,
  };
}
