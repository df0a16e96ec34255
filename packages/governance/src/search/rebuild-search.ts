import type { SearchRebuilt } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';

/**
 * Lets everything that is found by words be gathered anew, model by model; meanwhile what was found before is. Nothing governed changes.
 * @throws Refusal FORBIDDEN but for administrators
 */
export async function rebuildSearch(ctx: Context): Promise<SearchRebuilt> {
  return writeOperational(ctx, async (tx) => {
    await requireRole(tx, ctx.actor, null, ['administrator']);
    await tx.query('DELETE FROM search_cursor');
    const { rows } = await tx.query<SearchRebuilt>('SELECT count(*)::int AS models FROM model');
    return rows[0]!;
  });
}
