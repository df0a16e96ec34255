import type { House } from '../context.ts';

/**
 * What becomes of a run whose try failed: it waits for the next one, whose job throws on, or has failed for good and may
 * be asked for again. @throws the error itself where it is tried again
 */
export async function leaveRun(
  house: House,
  { runId, error, again }: { readonly runId: string; readonly error: Error; readonly again: boolean },
): Promise<void> {
  await house.pool.query(
    "UPDATE evidence_run SET state = $2, error = $3 WHERE id = $1 AND state IN ('queued', 'running')",
    [runId, again ? 'queued' : 'failed', again ? null : error.message],
  );
  if (again) throw error;
  house.log.error({ err: error, runId }, 'evidence could not be computed');
}
