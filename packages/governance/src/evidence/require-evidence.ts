import { Refusal } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';

/** Whether somebody may read this piece of evidence. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function requireEvidence(ctx: Context, evidenceId: string): Promise<void> {
  const scope = await requireInsight(ctx);
  const found = await ctx.pool.query<{ model_id: string }>(
    'SELECT v.model_id FROM evidence e JOIN version v ON v.id = e.version_id WHERE e.id = $1',
    [evidenceId],
  );
  const evidence = found.rows[0];
  if (!evidence) throw new Refusal('NOT_FOUND', 'There is no such evidence.', { evidenceId });
  requireModelIn(scope, evidence.model_id);
}
