import type { AsFoundBatch, Page, PageOf } from '@countersign/contracts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { readActSignatures } from '../signature/act-signature.ts';
import { type BatchStored, batchSelect, toBatch } from './batch-row.ts';

const byAge = keyset('as-found', 'instant', 'uuid');

/** Inventories, the newest first. @throws Refusal FORBIDDEN */
export async function listBatches(ctx: Context, input: Page): Promise<PageOf<AsFoundBatch>> {
  const limit = limitOf(input);
  const [at, id] = byAge.decode(input.after);
  await requireFullScope(ctx);
  const found = await ctx.pool.query<BatchStored>(
    `${batchSelect} WHERE $1::timestamptz IS NULL OR (b.prepared_at, b.id) < ($1, $2::uuid)
     ORDER BY b.prepared_at DESC, b.id DESC LIMIT $3`,
    [at ?? null, id ?? null, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byAge, (row) => [row.prepared_at.toISOString(), row.id]);
  const signaturesOf = await readActSignatures(
    ctx,
    rows.map((row) => row.id),
  );
  return { items: rows.map((row) => toBatch(row, signaturesOf(row.id))), next };
}
