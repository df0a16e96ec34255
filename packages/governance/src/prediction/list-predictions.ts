import type { PredictionList, PredictionSearch } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { type Narrowed, narrowPredictions } from './narrow-predictions.ts';
import {
  type After,
  countListed,
  type ListingHouse,
  readListed,
  toPredictionRows,
} from './prediction-row.ts';

const byAnswer = keyset('predictions', 'instant', 'uuid');

/** The place that a cursor names. @throws Refusal BAD_INPUT */
export function afterOf(page: Pick<PredictionSearch, 'after'>): After {
  const [at, id] = byAnswer.decode(page.after);
  return at && id ? [at, id] : null;
}

/** A page of a search and, with the first one, how many there are. */
export async function readSearched(
  house: ListingHouse,
  narrowed: Narrowed,
  after: After,
  limit: number,
): Promise<PredictionList> {
  const listed = await readListed(house.pool, narrowed, after, limit + 1);
  const total = after === null ? await countListed(house.pool, narrowed) : null;
  const { rows, next } = cutPage(listed, limit, byAnswer, (row) => [row.answered_at.toISOString(), row.id]);
  return { items: await toPredictionRows(house, rows), next, total };
}

/**
 * Predictions that one may read and that match, the latest answered first.
 * @throws Refusal NOT_FOUND, FORBIDDEN or BAD_INPUT
 */
export async function listPredictions(ctx: Context, input: PredictionSearch): Promise<PredictionList> {
  const limit = limitOf(input);
  const after = afterOf(input);
  return readSearched(ctx, await narrowPredictions(ctx, input), after, limit);
}
