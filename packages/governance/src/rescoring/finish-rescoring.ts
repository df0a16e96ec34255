import { createHash } from 'node:crypto';
import { change } from '../change.ts';
import { type Context, systemActor } from '../context.ts';
import { sendWithRescored } from '../notice/send-held.ts';
import { tellRescored } from '../notice/tell-rescored.ts';
import { openKeyOf } from '../subject/subject-key.ts';
import { extractPieces, measured } from './extract-for.ts';
import { findRescoring } from './find-rescoring.ts';
import { Overtaken } from './keep-rescored.ts';
import { readRescored } from './list-rescored.ts';
import { digestOfDetail, openDetail } from './rescored-detail.ts';
import { type RescoredStored, rescoredSelect } from './rescored-row.ts';
import type { RescoringStored } from './rescoring-stored.ts';

const rowsAtOnce = 1_000;
/** Rows that a page shows first. */
const mostWorst = 12;

/** One line of what the digest is over: it stays what it was when contents leave, because their digests stay. */
export const digestLine = (row: RescoredStored): string =>
  `${row.prediction_id} ${row.code ?? row.state} ${row.flipped ?? '-'} ${row.old_miss ?? '-'} ${row.new_miss ?? '-'} ${row.detail ? digestOfDetail(row.detail) : '-'}\n`;

interface Summed {
  readonly digest: string;
  readonly worst: readonly string[];
  readonly meanError: RescoringStored['mean_error'];
}

/** Every row by time of its answer, those outside of the conditions too. */
async function* everyRow(ctx: Context, id: string): AsyncGenerator<RescoredStored> {
  for (let after: readonly [string, string] | null = null; ; ) {
    const { rows }: { rows: RescoredStored[] } = await ctx.pool.query<RescoredStored>(
      `${rescoredSelect} WHERE x.rescoring_id = $1 AND ($2::timestamptz IS NULL OR (x.answered_at, x.prediction_id) > ($2, $3::uuid))
       ORDER BY x.answered_at, x.prediction_id LIMIT ${rowsAtOnce}`,
      [id, after?.[0] ?? null, after?.[1] ?? null],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = [last.answered_at.toISOString(), last.prediction_id];
  }
}

/** The digest over the rows, the mean errors, and the largest errors that the fix does not make. */
async function sumUp(ctx: Context, id: string): Promise<Summed> {
  const digest = createHash('sha256');
  const worst: { id: string; error: number }[] = [];
  const errors = { old: 0, new: 0, over: 0 };
  for await (const row of everyRow(ctx, id)) {
    digest.update(digestLine(row));
    const place = { rescoringId: id, predictionId: row.prediction_id };
    const said = row.detail && openDetail(place, openKeyOf(ctx.keyring, row), row.detail);
    if (said?.old.error == null || said.new.error === null) continue;
    errors.old += said.old.error;
    errors.new += said.new.error;
    errors.over += 1;
    if (row.old_miss !== true || row.new_miss !== false) continue;
    if (worst.length === mostWorst && said.old.error <= worst.at(-1)!.error) continue;
    worst.push({ id: row.prediction_id, error: said.old.error });
    worst.sort((one, other) => other.error - one.error);
    worst.length = Math.min(worst.length, mostWorst);
  }
  return {
    digest: digest.digest('hex'),
    worst: worst.length > 0 ? worst.map((row) => row.id) : await firstOf(ctx, id),
    meanError:
      errors.over > 0
        ? { old: errors.old / errors.over, new: errors.new / errors.over, over: errors.over }
        : null,
  };
}

/** Without errors in numbers: misses that the fix does not make, else what flipped. */
async function firstOf(ctx: Context, id: string): Promise<string[]> {
  for (const which of ['fixed', 'flipped'] as const) {
    const rows = await readRescored(ctx, { id, which }, null, mostWorst);
    if (rows.length > 0) return rows.map((row) => row.prediction_id);
  }
  return [];
}

interface Extract {
  readonly consumer: string;
  readonly rows: number;
  readonly flipped: number;
  readonly digest: string;
  readonly bytes: number;
}

async function extractsOf(ctx: Context, { id, definition }: RescoringStored): Promise<Extract[]> {
  const { rows } = await ctx.pool.query<Pick<Extract, 'consumer' | 'rows' | 'flipped'>>(
    `SELECT consumer, count(*)::int AS rows, (count(*) FILTER (WHERE flipped))::int AS flipped FROM rescoring_row
     WHERE rescoring_id = $1 AND state <> 'outside' GROUP BY consumer ORDER BY consumer`,
    [id],
  );
  const extracts: Extract[] = [];
  for (const row of rows) {
    const pieces = extractPieces(ctx, { id, consumer: row.consumer, fixed: definition.fixed });
    extracts.push({ ...row, ...(await measured(pieces)) });
  }
  return extracts;
}

/** Ends a re-scoring whose rows are complete: the digest over them, every consumer's part, and the entry that says both. */
export async function finishRescoring(ctx: Context, id: string): Promise<void> {
  const row = await findRescoring(ctx, id);
  const summed = await sumUp(ctx, id);
  const extracts = await extractsOf(ctx, row);
  await change({ ...ctx, actor: systemActor('rescoring') }, async (tx) => {
    const ended = await tx.query(
      `UPDATE rescoring SET state = 'done', digest = $2, mean_error = $3, worst = $4::uuid[], finished_at = $5
       WHERE id = $1 AND state = 'running'`,
      [id, summed.digest, summed.meanError && JSON.stringify(summed.meanError), summed.worst, tx.at],
    );
    if (ended.rowCount !== 1) throw new Overtaken();
    await tx.query(
      `INSERT INTO rescoring_extract (rescoring_id, consumer, rows, flipped, bytes, digest)
       SELECT $1, e.* FROM unnest($2::text[], $3::int[], $4::int[], $5::bigint[], $6::text[]) AS e (consumer, rows, flipped, bytes, digest)`,
      [
        id,
        extracts.map(({ consumer }) => consumer),
        extracts.map(({ rows }) => rows),
        extracts.map(({ flipped }) => flipped),
        extracts.map(({ bytes }) => bytes),
        extracts.map(({ digest }) => digest),
      ],
    );
    const told = row.recall_id
      ? await tellRescored(
          tx,
          row.recall_id,
          extracts.map(({ consumer }) => consumer),
        )
      : 0;
    return {
      result: null,
      jobs: await sendWithRescored(tx, id),
      events: [
        {
          event: 'rescoring.finished',
          subject: { kind: 'rescoring', id },
          modelId: row.model_id,
          data: {
            by: row.person_id,
            fixed: row.fixed_id,
            recall: row.recall_id,
            predictions: row.done,
            rescored: row.rescored,
            notRescored: row.not_rescored,
            outside: row.outside,
            flipped: row.flipped,
            fixedMisses: row.fixed_misses,
            madeMisses: row.made_misses,
            consumers: extracts.length,
            told,
            extracts: createHash('sha256')
              .update(extracts.map(({ digest }) => `${digest}\n`).join(''))
              .digest('hex'),
            digest: summed.digest,
          },
        },
      ],
    };
  });
}
