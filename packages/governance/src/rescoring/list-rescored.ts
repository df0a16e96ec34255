import type { PageOf, RescoredFilter, RescoredRow, RescoredSearch } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { findReadable } from './find-rescoring.ts';
import { type RescoredStored, rescoredSelect, toRescoredRow } from './rescored-row.ts';

const whichSql: Readonly<Record<NonNullable<RescoredFilter['which']>, string>> = {
  flipped: 'x.flipped',
  same: "x.state = 'rescored' AND NOT x.flipped",
  fixed: 'x.old_miss <> x.new_miss AND x.old_miss',
  made: 'x.old_miss <> x.new_miss AND x.new_miss',
  'not-rescored': "x.state = 'not-rescored'",
  outside: "x.state = 'outside'",
};

/** Rows of a re-scoring after a place, by time of the answer; without a choice all that were affected. */
export async function readRescored(
  { pool }: Pick<Context, 'pool'>,
  { id, which, consumer, code }: RescoredFilter,
  after: readonly [at: string, id: string] | null,
  limit: number,
): Promise<RescoredStored[]> {
  const { rows } = await pool.query<RescoredStored>(
    `${rescoredSelect}
     WHERE x.rescoring_id = $1 AND ${which ? whichSql[which] : "x.state <> 'outside'"}
       AND ($2::text IS NULL OR x.consumer = $2) AND ($3::text IS NULL OR x.code = $3)
       AND ($4::timestamptz IS NULL OR (x.answered_at, x.prediction_id) > ($4, $5::uuid))
     ORDER BY x.answered_at, x.prediction_id LIMIT $6`,
    [id, consumer ?? null, code ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows;
}

const byAnswer = keyset('rescored', 'instant', 'uuid');

/** A page of the predictions of a re-scoring, with what both versions said. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function listRescored(ctx: Context, input: RescoredSearch): Promise<PageOf<RescoredRow>> {
  const limit = limitOf(input);
  const [at, id] = byAnswer.decode(input.after);
  await findReadable(ctx, input.id);
  const found = await readRescored(ctx, input, at && id ? [at, id] : null, limit + 1);
  const { rows, next } = cutPage(found, limit, byAnswer, (row) => [
    row.answered_at.toISOString(),
    row.prediction_id,
  ]);
  return { items: rows.map((row) => toRescoredRow(ctx.keyring, row)), next };
}

/**
 * The rows to look at first: the misses that the fix does not make, the largest errors before; where no truth is known the
 * first that flipped. Known at the end alone. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function listWorst(ctx: Context, { id }: { id: string }): Promise<{ items: RescoredRow[] }> {
  const { worst } = await findReadable(ctx, id);
  if (!worst || worst.length === 0) return { items: [] };
  const { rows } = await ctx.pool.query<RescoredStored>(
    `${rescoredSelect} WHERE x.rescoring_id = $1 AND x.prediction_id = ANY ($2::uuid[])`,
    [id, worst],
  );
  const items = rows.map((row) => toRescoredRow(ctx.keyring, row));
  return {
    items: items.sort((one, other) => worst.indexOf(one.predictionId) - worst.indexOf(other.predictionId)),
  };
}
