import { Refusal } from '@countersign/contracts';
import { entryBundle, tileWidth } from '@countersign/ledger';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';

/**
 * Entries `index` × 256 and on, `width` of them, as a C2SP entry bundle; for people who may read the whole ledger. Null
 * where the ledger is not that large yet. @throws Refusal FORBIDDEN
 */
export async function readBundle(
  ctx: Context,
  { index, width }: { readonly index: number; readonly width: number },
): Promise<Uint8Array | null> {
  const scope = await requireFullScope(ctx);
  if (scope.windows !== null)
    throw new Refusal(
      'FORBIDDEN',
      'Your role opens the entries of a period. Ask for the proof of each entry.',
    );
  const found = await ctx.pool.query<{ body: string }>(
    `SELECT e.body FROM ledger_number n JOIN ledger_entry e ON e.id = n.entry_id
     WHERE n.number >= $1 AND n.number < $1::bigint + $2 AND n.number < (SELECT max(size) FROM ledger_checkpoint)
     ORDER BY n.number`,
    [index * tileWidth, width],
  );
  if (found.rows.length !== width) return null;
  return entryBundle(found.rows.map(({ body }) => Buffer.from(body, 'utf8')));
}
