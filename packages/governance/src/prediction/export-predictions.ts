import { limits, type PredictionFilter, type PredictionRow, Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { csvLines } from '../csv-text.ts';
import { narrowPredictions } from './narrow-predictions.ts';
import { type After, countListed, readListed, toPredictionRows } from './prediction-row.ts';

/** Rows that are in memory at a time. */
const rowsAtOnce = 1_000;

const head = [
  'id',
  'caller id',
  'model',
  'version',
  'consumer',
  'mode',
  'basis',
  'kept',
  'answered at',
  'result',
  'last replay',
  'last replayed at',
];

const cellsOf = (row: PredictionRow) => [
  row.id,
  row.callerId,
  row.model,
  row.version,
  row.consumer,
  row.mode,
  row.basis,
  row.kept,
  row.answeredAt,
  row.result,
  row.lastReplay?.verdict ?? null,
  row.lastReplay?.at ?? null,
];

/**
 * What a search finds as CSV, piece by piece while it is sent; texts that a spreadsheet would take for formulas are kept
 * from being ones. Everything that can be refused is refused before the first piece.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, or TOO_LARGE beyond 100,000 rows
 */
export async function exportPredictions(
  ctx: Context,
  filter: PredictionFilter,
): Promise<AsyncGenerator<string>> {
  const narrowed = await narrowPredictions(ctx, filter);
  const { more } = await countListed(ctx.pool, narrowed, limits.exportRows);
  if (more) {
    throw new Refusal(
      'TOO_LARGE',
      `More than ${limits.exportRows} predictions: choose a shorter time, a model or a version.`,
      { maxRows: limits.exportRows },
    );
  }
  async function* pieces(): AsyncGenerator<string> {
    yield csvLines([head]);
    let left: number = limits.exportRows;
    for (let after: After = null; left > 0; ) {
      const listed = await readListed(ctx.pool, narrowed, after, Math.min(left, rowsAtOnce));
      const last = listed.at(-1);
      if (!last) return;
      yield csvLines((await toPredictionRows(ctx, listed)).map(cellsOf));
      after = [last.answered_at.toISOString(), last.id];
      left -= listed.length;
    }
  }
  return pieces();
}
