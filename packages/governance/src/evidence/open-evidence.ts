import { Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { requireEvidence } from './require-evidence.ts';

/** Notes that this person has opened the evidence; the first time counts. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function openEvidence(
  ctx: Context,
  { evidenceId }: { evidenceId: string },
): Promise<{ openedAt: string }> {
  await requireEvidence(ctx, evidenceId);
  if (ctx.actor.kind !== 'person') throw new Refusal('FORBIDDEN', 'Only people open evidence.');
  const opened = await ctx.pool.query<{ at: Date }>(
    `INSERT INTO evidence_opened (evidence_id, person_id, at) SELECT id, $2, $3 FROM evidence WHERE id = $1
     ON CONFLICT (evidence_id, person_id) DO UPDATE SET at = evidence_opened.at RETURNING at`,
    [evidenceId, ctx.actor.id, ctx.clock()],
  );
  if (!opened.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such evidence.', { evidenceId });
  return { openedAt: opened.rows[0].at.toISOString() };
}
