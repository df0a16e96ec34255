import { limits, Refusal, type RequestRescoring, type RescoringRequested } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { countUpTo } from '../bounded-count.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { affectedSql, affectedValues } from './affected-sql.ts';
import { type DefinedRescoring, defineRescoring } from './define-rescoring.ts';
import { rescorers } from './find-pair.ts';

export const rescoringJob = (id: string) =>
  ({ name: 'rescoring.run', payload: { rescoringId: id }, key: `rescoring.run/${id}` }) as const;

/**
 * Asks for everything that versions predicted in a window to be executed on another version: a row to watch, an entry with
 * the digest of what was asked, and the job.
 * @throws Refusal NOT_FOUND, FORBIDDEN (recorded), BAD_INPUT, TOO_LARGE, or CONFLICT while too many of one's are under way
 */
export async function requestRescoring(ctx: Context, asked: RequestRescoring): Promise<RescoringRequested> {
  requireScope(ctx.actor, 'predict');
  const defined = await defineRescoring(ctx, asked);
  const { pair, definition, digest, recallId } = defined;
  if (pair.scope && pair.scope.windows !== null)
    throw new Refusal(
      'FORBIDDEN',
      'All predictions of a version are re-scored by whoever may read all of them.',
    );
  const total = await countAffected(ctx, defined);
  const subject = { kind: 'model', id: pair.modelId } as const;
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, pair.modelId, rescorers);
      await refuseTooMany(tx, ctx);
      const id = uuidv7();
      await tx.query(
        `INSERT INTO rescoring (id, model_id, version_ids, fixed_id, recall_id, definition, definition_digest, person_id, asked_at, total)
         VALUES ($1, $2, $3::uuid[], $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          pair.modelId,
          pair.versions.map((version) => version.id),
          pair.fixed.id,
          recallId,
          JSON.stringify(definition),
          digest,
          ctx.actor.id,
          tx.at,
          total,
        ],
      );
      return {
        result: { id },
        events: [
          {
            event: 'rescoring.requested',
            subject: { kind: 'rescoring', id },
            modelId: pair.modelId,
            data: {
              versions: pair.versions.map((version) => version.id),
              fixed: pair.fixed.id,
              recall: recallId,
              predictions: total,
              definition: digest,
            },
          },
        ],
        jobs: [rescoringJob(id)],
      };
    },
    { attempt: { command: 'request-rescoring', subject, modelId: pair.modelId } },
  );
  return { ...result, receipt };
}

async function countAffected(ctx: Context, { pair, definition }: DefinedRescoring): Promise<number> {
  const most = limits.rescoredPredictions;
  const now = ctx.clock();
  let total = 0;
  for (const { id } of pair.versions) {
    const { rows } = await ctx.pool.query<{ counted: number }>(
      `SELECT ${countUpTo(`prediction p WHERE ${affectedSql}`, most)} AS counted`,
      affectedValues(id, definition, now),
    );
    total += rows[0]!.counted;
  }
  if (total > most)
    throw new Refusal(
      'TOO_LARGE',
      `More than ${most.toLocaleString('en')} predictions: choose a shorter period or fewer versions.`,
      { most },
    );
  return total;
}

async function refuseTooMany(tx: Tx, ctx: Context): Promise<void> {
  const { rows } = await tx.query<{ waiting: number }>(
    "SELECT count(*)::int AS waiting FROM rescoring WHERE person_id = $1::uuid AND state IN ('queued', 'running')",
    [ctx.actor.kind === 'person' ? ctx.actor.id : null],
  );
  if (rows[0]!.waiting >= limits.rescoringsWaiting)
    throw new Refusal(
      'CONFLICT',
      `${limits.rescoringsWaiting} of your re-scorings are under way: wait for one, or cancel it.`,
      { most: limits.rescoringsWaiting },
    );
}
