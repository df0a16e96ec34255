import type { RescoredFilter } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { findReadable } from './find-rescoring.ts';
import { readRescored } from './list-rescored.ts';
import { toRescoredRow } from './rescored-row.ts';
import { csvHead, csvOf, ndjsonOf } from './rescored-text.ts';

/** Rows that are in memory at a time. */
const rowsAtOnce = 1_000;

/**
 * Predictions of a re-scoring as CSV or NDJSON, piece by piece while it is sent. Whatever can be refused is refused before
 * the first piece. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function exportRescored(
  ctx: Context,
  { format, ...filter }: RescoredFilter & { readonly format: 'csv' | 'ndjson' },
): Promise<AsyncGenerator<string>> {
  const { definition } = await findReadable(ctx, filter.id);
  return rescoredPieces(ctx, filter, definition.fixed, format);
}

/** The same without asking who reads. */
export async function* rescoredPieces(
  ctx: Pick<Context, 'pool' | 'keyring'>,
  filter: RescoredFilter,
  fixed: string,
  format: 'csv' | 'ndjson',
): AsyncGenerator<string> {
  if (format === 'csv') yield csvHead();
  for (let after: readonly [string, string] | null = null; ; ) {
    const stored = await readRescored(ctx, filter, after, rowsAtOnce);
    const last = stored.at(-1);
    if (!last) return;
    const rows = stored.map((row) => toRescoredRow(ctx.keyring, row));
    yield format === 'csv' ? csvOf(rows, fixed) : ndjsonOf(rows, fixed);
    after = [last.answered_at.toISOString(), last.prediction_id];
  }
}
