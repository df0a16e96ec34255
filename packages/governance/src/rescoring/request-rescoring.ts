import { limits, Refusal, type RequestRescoring, type RescoringRequested } from '@countersign/contracts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { type DefinedRescoring, defineRescoring } from './define-rescoring.ts';
import { rescorers } from './find-pair.ts';
import { countRescored, writeRescoring } from './write-rescoring.ts';

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
      return writeRescoring(tx, ctx, { pair, definition, digest, recallId, total });
    },
    { attempt: { command: 'request-rescoring', subject, modelId: pair.modelId } },
  );
  return { ...result, receipt };
}

async function countAffected(ctx: Context, { pair, definition }: DefinedRescoring): Promise<number> {
  const most = limits.rescoredPredictions;
  const total = await countRescored(ctx, pair, definition);
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
