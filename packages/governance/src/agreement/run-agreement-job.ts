import { buffer } from 'node:stream/consumers';
import { Refusal } from '@countersign/contracts';
import type { Schema } from '@countersign/scoring';
import { type House, systemActor } from '../context.ts';
import { leaveRun } from '../evidence/leave-run.ts';
import { recordEvidence } from '../evidence/record-evidence.ts';
import { goldenAnswers } from './golden-scoring.ts';
import { keepScoring } from './keep-scoring.ts';
import { measureAgreement } from './measure-agreement.ts';
import { decidingSchema, versionBefore } from './version-before.ts';

interface Taken {
  readonly version_id: string;
  readonly schema: Schema;
  readonly artifact: string;
  readonly cases: string;
}

/**
 * Measures how often a version answers as the one before it, and records it as evidence. At least once: a run that is done is left alone.
 * A failure of the moment is tried again; any other, or the last try (`isLast`), leaves the run `failed`.
 */
export async function runAgreementJob(
  house: House,
  { runId, isLast }: { readonly runId: string; readonly isLast: boolean },
): Promise<void> {
  const taken = await house.pool.query<Taken>(
    `WITH taken AS (
       UPDATE evidence_run SET state = 'running' WHERE id = $1 AND state IN ('queued', 'running') RETURNING version_id
     )
     SELECT t.version_id, ${decidingSchema('v')} AS schema, v.artifact_digest AS artifact, f.digest AS cases
     FROM taken t JOIN version v ON v.id = t.version_id JOIN version_file f ON f.version_id = v.id AND f.kind = 'golden-set'`,
    [runId],
  );
  const task = taken.rows[0];
  if (!task) return;
  const { version_id: versionId, schema, cases } = task;
  const artifact = { sha256: task.artifact, path: house.blobs.pathOf(task.artifact) };
  try {
    const before = await versionBefore(house, versionId);
    const json: unknown = JSON.parse((await buffer(house.blobs.open(cases))).toString('utf8'));
    const { found, rows } = await measureAgreement(
      house,
      { schema, artifact, json, before },
      ({ done, total }) => {
        house.pool
          .query('UPDATE evidence_run SET done = $2, total = $3 WHERE id = $1', [runId, done, total])
          .catch((error: Error) => house.log.warn({ err: error, runId }, 'progress could not be written'));
      },
    );
    const of = {
      artifact: artifact.sha256,
      casesFile: cases,
      runtime: found.runtime,
      before: before && { label: before.label, artifact: before.artifact },
    };
    const ctx = { ...house, actor: systemActor('evidence') };
    await recordEvidence(ctx, runId, { kind: 'prior-agreement', versionId }, async () => ({ found, of }));
    if (before?.schema && rows.some((row) => row.before !== null))
      await keepScoring(
        house,
        { before: before.id, after: versionId },
        goldenAnswers(rows, { before: { schema: before.schema }, after: { schema } }),
      );
  } catch (error) {
    await leaveRun(house, { runId, error: error as Error, again: !isLast && error instanceof Refusal });
  }
}
