import type { AsFoundBatch } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { findScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { readActSignatures } from '../signature/act-signature.ts';
import { type BatchStored, batchSelect, toBatch } from './batch-row.ts';

const most = 50;

/** Inventories that wait for my signature, the oldest first: whoever signed one already is not asked again. */
export async function listWaitingBatches(ctx: Context): Promise<AsFoundBatch[]> {
  const { actor } = ctx;
  if (actor.kind !== 'person' || actor.via !== 'session' || (await findScope(ctx)) === null) return [];
  // The same rule as `signingTurn`, so that the list costs one query; a test holds the two together.
  const { rows } = await ctx.pool.query<BatchStored>(
    `${batchSelect} WHERE b.state = 'open'
       AND NOT EXISTS (SELECT FROM signature s WHERE s.subject_id = b.id AND $1 IN (s.person_id, s.deputy_for))
       AND EXISTS (SELECT FROM role_assignment a JOIN person h ON h.id = a.person_id
         WHERE a.person_id = $1 AND h.active AND ${heldAt('a', '$2')} AND a.model_id IS NULL AND a.role IN ('administrator', 'compliance')
           AND NOT EXISTS (SELECT FROM signature s WHERE s.subject_id = b.id AND (s.role = a.role OR a.deputy_for IN (s.person_id, s.deputy_for))))
     ORDER BY b.prepared_at, b.id LIMIT ${most}`,
    [actor.id, ctx.clock()],
  );
  const signaturesOf = await readActSignatures(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toBatch(row, signaturesOf(row.id)));
}
