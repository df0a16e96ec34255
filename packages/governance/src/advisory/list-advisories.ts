import { type Advisory, type AdvisoryFilter, type PageOf, Refusal } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { parseInstant } from '../parse-instant.ts';
import { type AdvisoryRecord, advisorySelect, toAdvisory } from './advisory-row.ts';

const byChange = keyset('advisories', 'instant', 'uuid');

/** What was dated before somebody's call and committed after it: no change takes a minute. */
const overlapMs = 60_000;

/**
 * Recalls as advisories for machines, those that changed last at the end, so that a reader goes on where it stopped.
 * Whoever may see a model sees its advisories. @throws Refusal FORBIDDEN, BAD_INPUT
 */
export async function listAdvisories(ctx: Context, input: AdvisoryFilter): Promise<PageOf<Advisory>> {
  const limit = limitOf(input);
  const [at, id] = byChange.decode(input.after);
  const since = input.since === undefined ? null : parseInstant(input.since, 'since').getTime() - overlapMs;
  const { models } = await readScope(ctx);
  const found = await ctx.pool.query<AdvisoryRecord>(
    `${advisorySelect} WHERE ($1::timestamptz IS NULL OR (modified_at, id) > ($1, $2::uuid))
       AND ($3::uuid[] IS NULL OR model_id = ANY ($3)) AND ($4::text IS NULL OR model = $4)
       AND ($5::timestamptz IS NULL OR modified_at >= $5)
     ORDER BY modified_at, id LIMIT $6`,
    [at, id, models, input.model, since === null ? null : new Date(since), limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byChange, (row) => [
    row.modified_at.toISOString(),
    row.id,
  ]);
  return { items: rows.map((row) => toAdvisory(ctx, row)), next };
}

/** One advisory, by the id of its recall or of one that was raised with it. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readAdvisory(ctx: Context, { id }: { readonly id: string }): Promise<Advisory> {
  const scope = await readScope(ctx);
  const { rows } = await ctx.pool.query<AdvisoryRecord>(
    `${advisorySelect} WHERE id = (SELECT coalesce(raised_with, id) FROM recall WHERE id = $1)`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such advisory.');
  requireModelIn(scope, row.model_id);
  return toAdvisory(ctx, row);
}
