import { type ComparedVersions, type GoldenScoring, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireRoleNow } from '../authority/roles-held.ts';
import { readGoldenVersion } from '../comparison/golden-side.ts';
import type { Context } from '../context.ts';
import { rescorers } from '../rescoring/find-pair.ts';
import { writeOperational } from '../write-operational.ts';
import { canScore, readScoring } from './golden-scoring.ts';

/** Executions of one person that are under way at once. */
const mostWaiting = 3;

/**
 * Has two versions executed on the golden set of the later one. What they answer never changes: an execution that is there, or under
 * way, is kept; one that failed is done anew. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, RATE_LIMITED
 */
export async function requestGoldenScoring(
  ctx: Context,
  { model, before, after }: ComparedVersions,
): Promise<GoldenScoring> {
  const old = await readGoldenVersion(ctx, { model, version: before });
  const now = await readGoldenVersion(ctx, { model, version: after });
  await requireRoleNow(ctx, now.modelId, rescorers);
  if (!canScore(old, now)) {
    throw new Refusal(
      'BAD_INPUT',
      'Two different versions with an artifact each are executed on the golden set that the later one brings, where its rows have every input of the earlier one.',
      { before, after },
    );
  }
  const personId = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  await writeOperational(ctx, async (tx) => {
    const waiting = await tx.query(
      "SELECT FROM golden_scoring WHERE person_id = $1 AND state IN ('queued', 'running')",
      [personId],
    );
    if ((waiting.rowCount ?? 0) >= mostWaiting)
      throw new Refusal('RATE_LIMITED', 'Others that you asked for are still being executed.', {
        atOnce: mostWaiting,
      });
    const queued = await tx.query<{ id: string }>(
      `INSERT INTO golden_scoring (id, before_id, after_id, state, person_id, at) VALUES ($1, $2, $3, 'queued', $4, $5)
       ON CONFLICT (before_id, after_id) DO UPDATE SET state = 'queued', done = 0, error = NULL, person_id = $4, at = $5
       WHERE golden_scoring.state = 'failed' RETURNING id`,
      [uuidv7(), old.id, now.id, personId, tx.at],
    );
    const id = queued.rows[0]?.id;
    if (id === undefined) return;
    await tx.query(
      "SELECT graphile_worker.add_job('golden.score', $1::json, job_key := $2, max_attempts := 8)",
      [JSON.stringify({ id }), `golden.score/${id}`],
    );
  });
  return (await readScoring(ctx, old, now))!.scoring;
}
