import type { JsonValue } from '@countersign/ledger';
import { canonicalJson } from '@countersign/ledger';
import { type Schema, ScoringError, type ScoringErrorCode } from '@countersign/scoring';
import { uuidv7 } from 'uuidv7';
import { change, sha256Hex } from '../change.ts';
import { type Context, type House, systemActor } from '../context.ts';
import { applyEvidenceConsequences } from '../lifecycle/apply-evidence-consequences.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { type ComputedEvidence, computeEvidence, type EvidenceTask } from './compute-evidence.ts';
import { type ComputedKind, computedKinds } from './start-evidence.ts';

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

/** Executes one queued run and records what it found. At least once: a run that is done is left alone. */
export async function runEvidenceJob(house: House, { runId }: { runId: string }): Promise<void> {
  const task = await takeRun(house, runId);
  if (!task) return;
  try {
    const found = await computed(house, task, progressWriter(house, runId));
    await recordEvidence({ ...house, actor: systemActor('evidence') }, runId, task, found);
  } catch (error) {
    const again = error instanceof ScoringError && passing.has(error.code);
    await house.pool.query('UPDATE evidence_run SET state = $2, error = $3 WHERE id = $1', [
      runId,
      again ? 'queued' : 'failed',
      again ? null : (error as Error).message,
    ]);
    if (again) throw error;
    house.log.error({ err: error, runId }, 'evidence could not be computed');
  }
}

async function takeRun(house: House, runId: string): Promise<Run | null> {
  const found = await house.pool.query<{
    version_id: string;
    kind: ComputedKind;
    schema: Schema;
    artifact_digest: string;
    cases: string;
  }>(
    `WITH taken AS (
       UPDATE evidence_run SET state = 'running' WHERE id = $1 AND state IN ('queued', 'running') RETURNING version_id, kind
     )
     SELECT t.version_id, t.kind, v.schema, v.artifact_digest, f.digest AS cases
     FROM taken t JOIN version v ON v.id = t.version_id
     JOIN version_file f ON f.version_id = v.id AND f.kind = CASE t.kind WHEN 'golden-set-parity' THEN $2 ELSE $3 END`,
    [runId, computedKinds['golden-set-parity'], computedKinds['robustness-run']],
  );
  const row = found.rows[0];
  if (!row) return null;
  const artifact = { sha256: row.artifact_digest, path: house.blobs.pathOf(row.artifact_digest) };
  return { versionId: row.version_id, kind: row.kind, schema: row.schema, artifact, cases: row.cases };
}

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
      name: task.kind === 'golden-set-parity' ? 'Golden set, parity to the bit' : 'Robustness run',
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

/** The evidence row, its entry and what follows for sign-offs and stage, in one change. */
async function recordEvidence(
  ctx: Context,
  runId: string,
  task: Run,
  found: ComputedEvidence,
): Promise<void> {
  const id = uuidv7();
  await change(ctx, async (tx) => {
    const loaded = await loadVersion(tx, { id: task.versionId });
    const { name, result, value, against, runtime, durationMs, cases, total, failed } = found;
    const digest = sha256Hex(
      canonicalJson({
        v: 1,
        kind: task.kind,
        version: task.versionId,
        substance: loaded.row.substance,
        artifact: task.artifact.sha256,
        casesFile: task.cases,
        result,
        value,
        against,
        runtime: runtime as JsonValue,
        cases: cases as unknown as JsonValue,
      }),
    );
    await tx.query(
      `INSERT INTO evidence (id, version_id, revision, substance, kind, name, result, basis, value, against, detail, digest, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 'checked', $8, $9, $10, $11, $12)`,
      [
        id,
        task.versionId,
        loaded.row.revision,
        loaded.row.substance,
        task.kind,
        name,
        result,
        value,
        against,
        JSON.stringify({ runtime, durationMs, cases, total, failed }),
        digest,
        tx.at,
      ],
    );
    await tx.query("UPDATE evidence_run SET state = 'done', done = $2, total = $2 WHERE id = $1", [
      runId,
      total,
    ]);
    await tx.query('UPDATE version SET runtime = $2 WHERE id = $1', [
      task.versionId,
      JSON.stringify(runtime),
    ]);
    const events = await applyEvidenceConsequences(
      tx,
      loaded,
      { kind: task.kind, environmentId: null, result, basis: 'checked' },
      { event: 'version.evidence-recorded', data: { evidence: id, kind: task.kind, result, digest } },
    );
    return { result: undefined, events };
  });
}
