import { type Schema, ScoringError, type ScoringErrorCode } from '@countersign/scoring';
import { type House, systemActor } from '../context.ts';
import { type ComputedEvidence, computeEvidence, type EvidenceTask } from './compute-evidence.ts';
import { leaveRun } from './leave-run.ts';
import { recordEvidence } from './record-evidence.ts';
import { executedKinds, type RunKind } from './start-evidence.ts';

/** Progress is written at most this often, in ms. */
const progressEveryMs = 250;

/** Failures that say nothing about the model: the job is tried again. */
const passing: ReadonlySet<ScoringErrorCode> = new Set<ScoringErrorCode>([
  'BUSY',
  'CLOSED',
  'RUNTIME_UNAVAILABLE',
]);

interface Run extends EvidenceTask {
  readonly versionId: string;
}

/**
 * Executes one queued run and records what it found. At least once: a run that is done is left alone. One that fails is
 * `failed` and may be asked for again; `isLast`: nothing is tried after this, whatever the failure.
 */
export async function runEvidenceJob(
  house: House,
  { runId, isLast = false }: { readonly runId: string; readonly isLast?: boolean },
): Promise<void> {
  const task = await takeRun(house, runId);
  if (!task) return;
  try {
    const found = await computed(house, task, progressWriter(house, runId));
    const of = { artifact: task.artifact.sha256, casesFile: task.cases, runtime: found.runtime };
    const ctx = { ...house, actor: systemActor('evidence') };
    await recordEvidence(ctx, runId, task, async () => ({ found, of }));
  } catch (error) {
    const again = !isLast && error instanceof ScoringError && passing.has(error.code);
    await leaveRun(house, { runId, error: error as Error, again });
  }
}

async function takeRun(house: House, runId: string): Promise<Run | null> {
  const found = await house.pool.query<{
    version_id: string;
    kind: RunKind;
    schema: Schema;
    artifact_digest: string;
    cases: string;
  }>(
    `WITH taken AS (
       UPDATE evidence_run SET state = 'running' WHERE id = $1 AND state IN ('queued', 'running') RETURNING version_id, kind
     )
     SELECT t.version_id, t.kind, v.schema, v.artifact_digest, f.digest AS cases
     FROM taken t JOIN version v ON v.id = t.version_id
     JOIN version_file f ON f.version_id = v.id AND f.kind = $2::jsonb ->> t.kind`,
    [runId, JSON.stringify(executedKinds)],
  );
  const row = found.rows[0];
  if (!row) return null;
  const artifact = { sha256: row.artifact_digest, path: house.blobs.pathOf(row.artifact_digest) };
  return { versionId: row.version_id, kind: row.kind, schema: row.schema, artifact, cases: row.cases };
}

const nameOf: Readonly<Record<RunKind, string>> = {
  'golden-set-parity': 'Golden set, parity to the bit',
  'robustness-run': 'Robustness run',
};

/** A model that the runtime cannot run fails its check; that is a finding, not an accident. */
async function computed(
  house: House,
  task: Run,
  onProgress: (progress: { done: number; total: number }) => void,
): Promise<ComputedEvidence> {
  try {
    return await computeEvidence(house, task, onProgress);
  } catch (error) {
    if (!(error instanceof ScoringError) || passing.has(error.code)) throw error;
    const runtime = house.trialScorer.describe();
    return {
      name: nameOf[task.kind],
      result: 'fail',
      value: 'not run',
      against: `${runtime.name} ${runtime.version}`,
      runtime: { ...runtime },
      durationMs: null,
      cases: [
        {
          name: 'the model',
          category: null,
          outcome: 'fail',
          expected: 'an answer',
          seen: `${error.code}: ${error.message}`,
        },
      ],
      total: 1,
      failed: 1,
    };
  }
}

function progressWriter(house: House, runId: string) {
  let last = 0;
  return ({ done, total }: { done: number; total: number }) => {
    const now = Date.now();
    if (now - last < progressEveryMs && done !== total) return;
    last = now;
    house.pool
      .query('UPDATE evidence_run SET done = $2, total = $3 WHERE id = $1', [runId, done, total])
      .catch((error: Error) => {
        house.log.warn({ err: error, runId }, 'progress could not be written');
      });
  };
}
