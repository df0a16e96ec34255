import { type House, systemActor } from '../context.ts';
import { leaveRun } from '../evidence/leave-run.ts';
import { recordEvidence } from '../evidence/record-evidence.ts';
import { checkClaims } from './check-claims.ts';

/**
 * Judges the claims of a version's notes and records what came of it, under the version's lock: of the revision in force
 * at that moment. At least once: a run that is done is left alone. A failure says nothing about the claims, so it is
 * tried again; at the last try (`isLast`) the run is `failed`, and may be asked for anew.
 */
export async function runClaimCheck(
  house: House,
  { runId, isLast }: { readonly runId: string; readonly isLast: boolean },
): Promise<void> {
  const taken = await house.pool.query<{ version_id: string }>(
    "UPDATE evidence_run SET state = 'running' WHERE id = $1 AND state IN ('queued', 'running') RETURNING version_id",
    [runId],
  );
  const versionId = taken.rows[0]?.version_id;
  if (versionId === undefined) return;
  const ctx = { ...house, actor: systemActor('evidence') };
  try {
    await recordEvidence(ctx, runId, { kind: 'claim-check', versionId }, checkClaims);
  } catch (error) {
    await leaveRun(house, { runId, error: error as Error, again: !isLast });
  }
}
