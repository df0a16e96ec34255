import type { ModelRow, Page, PageOf } from '@countersign/contracts';
import { readScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { escapeLike, searchWords } from '../search-words.ts';
import { readModelRows } from './model-row.ts';

const byKey = keyset('models', 'text');

/** Models by key; `search` looks for its words in key, name and purpose. */
export async function listModels(
  ctx: Context,
  input: Page & { search?: string | undefined },
): Promise<PageOf<ModelRow>> {
  const limit = limitOf(input);
  const [after] = byKey.decode(input.after);
  const { models } = await readScope(ctx);
  const words = searchWords(input.search ?? '');
  const found = await ctx.db.model.findMany({
    where: {
      AND: [
        models === null ? {} : { id: { in: [...models] } },
        typeof after === 'string' ? { key: { gt: after } } : {},
        ...words.map((word) => ({
          OR: (['key', 'name', 'purpose'] as const).map((field) => ({
            [field]: { contains: escapeLike(word), mode: 'insensitive' as const },
          })),
        })),
      ],
    },
    orderBy: { key: 'asc' },
    take: limit + 1,
    select: { id: true, key: true },
  });
  const { rows, next } = cutPage(found, limit, byKey, ({ key }) => [key]);
  return {
    items: await readModelRows(
      ctx,
      rows.map(({ id }) => id),
    ),
    next,
  };
}
