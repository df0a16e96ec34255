import { type ModelFilter, type ModelRow, type PageOf, Refusal } from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { fieldConditions } from '../model-field/field-filter.ts';
import { readFields } from '../model-field/read-fields.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { likePatterns } from '../search-words.ts';
import { readModelRows } from './model-row.ts';

const byKey = keyset('models', 'text');

/**
 * Models by key; `search` looks for its words in key, name and purpose, and every condition on a field has to hold.
 * @throws Refusal FORBIDDEN, BAD_INPUT, FIELD_UNKNOWN, FIELD_VALUE_WRONG
 */
export async function listModels(ctx: Context, input: ModelFilter): Promise<PageOf<ModelRow>> {
  const limit = limitOf(input);
  const [after] = byKey.decode(input.after);
  const filters = input.fields ?? [];
  refuseBrokenJson(filters, 'fields');
  const { models, isConsumer } = await readScope(ctx);
  if (isConsumer && filters.length > 0)
    throw new Refusal('FORBIDDEN', 'Your roles do not open the facts of models.');
  const values: unknown[] = [models, after, likePatterns(input.search ?? '')];
  const conditions =
    filters.length === 0
      ? []
      : fieldConditions(await readFields(ctx.pool), filters, (value) => `$${values.push(value)}`);
  values.push(limit + 1);
  const found = await ctx.pool.query<{ id: string; key: string }>(
    `SELECT m.id, m.key FROM model m
     WHERE m.retired_at IS NULL AND ($1::uuid[] IS NULL OR m.id = ANY ($1)) AND ($2::text IS NULL OR m.key > $2)
       AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS word
         WHERE NOT (m.key ILIKE word OR m.name ILIKE word OR m.purpose ILIKE word))
       ${conditions.map((condition) => `AND ${condition}`).join('\n')}
     ORDER BY m.key LIMIT $${values.length}`,
    values,
  );
  const { rows, next } = cutPage(found.rows, limit, byKey, ({ key }) => [key]);
  return {
    items: await readModelRows(
      ctx,
      rows.map(({ id }) => id),
      !isConsumer,
    ),
    next,
  };
}
