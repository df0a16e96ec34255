import { Refusal, type SealedProof } from '@countersign/contracts';
import { requirePredictionReader } from '../authority/prediction-reader.ts';
import { requireInsight } from '../authority/read-scope.ts';
import { requireScope } from '../authority/require-scope.ts';
import type { Context } from '../context.ts';
import { findRecorded } from '../prediction/recorded-prediction.ts';
import { readSeals } from './read-seals.ts';
import type { SealedKind } from './sealed-record.ts';

/**
 * That a prediction, by our id or the caller's, is in the batch whose root its entry carries; without a seal while it
 * waits for one. @throws Refusal NOT_FOUND or FORBIDDEN
 */
export async function predictionProof(ctx: Context, { id }: { readonly id: string }): Promise<SealedProof> {
  requireScope(ctx.actor, 'read');
  const made = await findRecorded(ctx, id);
  await requirePredictionReader(ctx, made.model_id, made.recorded_at);
  return proofOf(ctx, 'prediction', made.id);
}

/** The same of a replay, for whoever may read its prediction. @throws Refusal NOT_FOUND or FORBIDDEN */
export async function replayProof(ctx: Context, { id }: { readonly id: string }): Promise<SealedProof> {
  requireScope(ctx.actor, 'read');
  await requireInsight(ctx);
  const found = await ctx.pool.query<{ model_id: string; recorded_at: Date }>(
    'SELECT p.model_id, p.recorded_at FROM replay r JOIN prediction p ON p.id = r.prediction_id WHERE r.id = $1',
    [id],
  );
  const made = found.rows[0];
  if (!made) throw new Refusal('NOT_FOUND', 'There is no such replay.', { id });
  await requirePredictionReader(ctx, made.model_id, made.recorded_at);
  return proofOf(ctx, 'replay', id);
}

async function proofOf(ctx: Context, kind: SealedKind, id: string): Promise<SealedProof> {
  const { record, seal } = (await readSeals(ctx.pool, kind, [id])).get(id)!;
  if (!seal) return { kind, id, state: 'pending', record, seal: null };
  const { holds, at, batchId, ...place } = seal;
  return {
    kind,
    id,
    state: holds ? 'sealed' : 'altered',
    record,
    seal: { ...place, proof: [...seal.proof], batch: batchId, at: at.toISOString() },
  };
}
