import type { OneSitting } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { signerOf } from '../sign-off/signer-of.ts';

/** Ends one's own sitting; one that is over stays over. */
export async function endSitting(ctx: Context, { sittingId }: OneSitting): Promise<void> {
  const { id } = signerOf(ctx.actor);
  await ctx.pool.query(
    'UPDATE sitting SET ended_at = $3 WHERE id = $1 AND person_id = $2 AND ended_at IS NULL',
    [sittingId, id, ctx.clock()],
  );
}
