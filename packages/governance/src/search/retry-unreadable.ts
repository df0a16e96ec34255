import { Refusal, type RetryUnreadable, type UnreadableRetried } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';

/**
 * Has what could not be read tried again at the next look, which is within a second: one thing, or all of them. What was tried and how
 * often stays. @throws Refusal FORBIDDEN but for administrators, NOT_FOUND where the thing can be found by now
 */
export async function retryUnreadable(ctx: Context, { thing }: RetryUnreadable): Promise<UnreadableRetried> {
  return writeOperational(ctx, async (tx) => {
    await requireRole(tx, ctx.actor, null, ['administrator']);
    const { rowCount } = await tx.query(
      `UPDATE search_unreadable SET again_at = least(again_at, $1::timestamptz)
       WHERE ($2::text IS NULL OR part = $2) AND ($3::text IS NULL OR id = $3)`,
      [tx.at, thing?.part ?? null, thing?.id ?? null],
    );
    if (thing && !rowCount)
      throw new Refusal('NOT_FOUND', 'Nothing of this kind is missing: it may have been read meanwhile.', {
        ...thing,
      });
    return { things: rowCount ?? 0 };
  });
}
