import type { EntryFilter, EntryRow, PageOf } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { requireFullScope } from '../person/read-scope.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { type EntryStored, entrySelect, toEntryRows } from './entry-row.ts';

const byId = keyset('entries', 'integer');

/** Entries of the ledger, the newest first; those that are not numbered yet are among them. */
export async function listEntries(ctx: Context, input: EntryFilter): Promise<PageOf<EntryRow>> {
  const limit = limitOf(input);
  refuseBrokenJson(input, '');
  const [after] = byId.decode(input.after);
  await requireFullScope(ctx);
  const found = await ctx.pool.query<EntryStored>(
    `${entrySelect}
     WHERE ($1::bigint IS NULL OR l.id < $1)
       AND ($2::text IS NULL OR l.model_id = (SELECT id FROM model WHERE key = $2))
       AND ($3::text IS NULL OR l.version_id = ANY (ARRAY(
         SELECT x.id FROM version x JOIN model y ON y.id = x.model_id WHERE x.label = $3 AND ($2 IS NULL OR y.key = $2))))
       AND ($4::text IS NULL OR l.event = $4)
       AND ($5::text IS NULL OR l.actor_id = $5)
       AND ($6::boolean IS NULL OR (l.event = 'command.refused') = $6)
     ORDER BY l.id DESC LIMIT $7`,
    [after, input.model, input.version, input.event, input.actorId, input.refused, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, ({ id }) => [id]);
  return { items: await toEntryRows(ctx, rows), next };
}
