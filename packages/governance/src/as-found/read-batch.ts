import type { AsFoundBatchPage, InventoryRow, Page } from '@countersign/contracts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { showReason } from '../lifecycle/show-reason.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { readActSignatures } from '../signature/act-signature.ts';
import { type BatchStored, batchSelect, noSuchBatch, toBatch } from './batch-row.ts';
import { inventoryRoles } from './check-inventory.ts';
import { type BatchSigner, signingTurn } from './signing-turn.ts';

const byLine = keyset('as-found-rows', 'integer');

/** An inventory with a page of its rows, and whether this reader may sign it. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readBatch(
  ctx: Context,
  input: Page & { readonly batchId: string },
): Promise<AsFoundBatchPage> {
  const limit = limitOf(input);
  const [after] = byLine.decode(input.after);
  const scope = await requireFullScope(ctx);
  const found = await ctx.pool.query<BatchStored>(`${batchSelect} WHERE b.id = $1`, [input.batchId]);
  const stored = found.rows[0];
  if (!stored) throw noSuchBatch();
  const lines = await ctx.pool.query<{ line: number; claimed: InventoryRow }>(
    'SELECT line, claimed FROM as_found_row WHERE batch_id = $1 AND line > $2::bigint ORDER BY line LIMIT $3',
    [stored.id, after ?? 0, limit + 1],
  );
  const { rows, next } = cutPage(lines.rows, limit, byLine, ({ line }) => [String(line)]);
  const signatures = (await readActSignatures(ctx, [stored.id]))(stored.id);
  const roles = scope.rolesOn(null);
  const via = ctx.actor.kind === 'person' ? ctx.actor.via : 'system';
  const turn = signingTurn(
    { personId: ctx.actor.id, roles, deputyFor: scope.deputiesOn(null), via },
    signatures.map(({ person, role, deputyFor }) => ({
      personId: person.id,
      role: role as BatchSigner['role'],
      deputyFor: deputyFor?.id ?? null,
    })),
  );
  const isOpen = stored.state === 'open';
  return {
    batch: toBatch(stored, signatures),
    items: rows.map(({ line, claimed }) => ({ line, ...claimed })),
    next,
    signAs: isOpen && 'role' in turn ? turn.role : null,
    reasons: isOpen && 'reason' in turn ? [showReason(turn.reason)] : [],
    mayWithdraw: isOpen && roles.some((role) => (inventoryRoles as readonly string[]).includes(role)),
  };
}
