import type { ImportsPage, ListImports } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { openModel } from '../experiment/find-experiment.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { type ImportStored, importSelect, toImportRow } from './import-row.ts';

const byTime = keyset('imports', 'instant', 'uuid');

/** What was imported into a model, the newest first. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function listImports(ctx: Context, input: ListImports): Promise<ImportsPage> {
  const limit = limitOf(input);
  const [at, id] = byTime.decode(input.after);
  const { model } = await openModel(ctx, input.model);
  const found = await ctx.pool.query<ImportStored>(
    `${importSelect} WHERE i.model_id = $1 AND ($2::timestamptz IS NULL OR (i.at, i.id) < ($2, $3::uuid))
     ORDER BY i.at DESC, i.id DESC LIMIT $4`,
    [model.id, at, id, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byTime, (row) => [row.at.toISOString(), row.id]);
  return { items: rows.map(toImportRow), next };
}
