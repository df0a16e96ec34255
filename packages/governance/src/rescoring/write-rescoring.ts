import { limits } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { countUpTo } from '../bounded-count.ts';
import type { Work } from '../change.ts';
import type { Context } from '../context.ts';
import type { Tx } from '../tx.ts';
import { affectedSql, affectedValues } from './affected-sql.ts';
import type { PairedVersion } from './find-pair.ts';
import type { RescoringDefinition } from './rescoring-stored.ts';

export const rescoringJob = (id: string) =>
  ({ name: 'rescoring.run', payload: { rescoringId: id }, key: `rescoring.run/${id}` }) as const;

interface ToWrite {
  readonly pair: {
    readonly modelId: string;
    readonly versions: readonly Pick<PairedVersion, 'id'>[];
    readonly fixed: Pick<PairedVersion, 'id'>;
  };
  readonly definition: RescoringDefinition;
  /** Hex SHA-256 of the definition's canonical form. */
  readonly digest: string;
  readonly recallId: string | null;
  readonly total: number;
}

/** Predictions that a re-scoring would look at, counted up to one more than there may be. */
export async function countRescored(
  ctx: Pick<Context, 'pool' | 'clock'>,
  { versions }: Pick<ToWrite['pair'], 'versions'>,
  definition: Pick<RescoringDefinition, 'period'>,
): Promise<number> {
  const now = ctx.clock();
  let total = 0;
  for (const { id } of versions) {
    const { rows } = await ctx.pool.query<{ counted: number }>(
      `SELECT ${countUpTo(`prediction p WHERE ${affectedSql}`, limits.rescoredPredictions)} AS counted`,
      affectedValues(id, definition, now),
    );
    total += rows[0]!.counted;
  }
  return total;
}

/** The row to watch, the entry with the digest of what was asked, and the job. */
export async function writeRescoring(
  tx: Tx,
  ctx: Pick<Context, 'actor'>,
  { pair, definition, digest, recallId, total }: ToWrite,
): Promise<Work<{ id: string }>> {
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
}
