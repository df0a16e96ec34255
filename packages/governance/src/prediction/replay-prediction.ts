import { Refusal, type ReplayResult } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { predictionReaders, requirePredictionReader } from '../authority/prediction-reader.ts';
import { requireScope } from '../authority/require-scope.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { markHeld } from '../subject/held-subject.ts';
import { becauseOf } from './because-of.ts';
import { executeAgain } from './execute-again.ts';
import type { Finding } from './judge-replay.ts';
import { findRecorded, type RecordedPrediction } from './recorded-prediction.ts';
import { refuseRemoved } from './removal-lock.ts';
import { insertReplays } from './replay-row.ts';

/**
 * Reproduces a prediction by our id or the caller's: its whole run is executed in the recorded runtime and its row
 * compared bit by bit. Whatever comes of it is recorded and returned.
 * @throws Refusal NOT_FOUND, FORBIDDEN, STALE where its contents left meanwhile, or RATE_LIMITED and SCORING_FAILED where nothing could be executed just now
 */
export async function replayPrediction(ctx: Context, { id }: { readonly id: string }): Promise<ReplayResult> {
  requireScope(ctx.actor, 'predict');
  const prediction = await findRecorded(ctx, id);
  await requirePredictionReader(ctx, prediction.model_id, prediction.recorded_at);
  const finding = await executeAgain(ctx, prediction);
  return recordReplay(ctx, prediction, finding);
}

async function recordReplay(
  ctx: Context,
  prediction: RecordedPrediction,
  finding: Finding,
): Promise<ReplayResult> {
  const { actor } = ctx;
  const subject = { kind: 'prediction', id: prediction.id } as const;
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, actor, prediction.model_id, predictionReaders);
      await refuseRemoved(tx, [prediction]);
      const { subject_hash: hash, key } = prediction;
      // The result that is kept with an Idempotency-Key tells what was compared.
      if (ctx.held && hash && key && (await markHeld(tx, [{ held: ctx.held, hashes: [hash] }])) === 0)
        throw new Refusal('STALE', 'Its subject was erased while it was executed again. Ask once more.');
      const replayId = uuidv7();
      const personId = actor.kind === 'person' ? actor.id : null;
      await insertReplays(tx, [
        { id: replayId, predictionId: prediction.id, personId, finding, key: prediction.key },
      ]);
      const data = {
        replay: replayId,
        run: prediction.run_id,
        row: prediction.row,
        version: prediction.version_id,
        verdict: finding.verdict,
        code: finding.code,
        differingBits: finding.differingBits,
        inputs: prediction.inputs_digest,
        outputs: prediction.outputs_digest,
        wasm: finding.runtime?.wasmSha256 ?? null,
      };
      return {
        // What was found, too: executed again after a crash, a run without a fixed runtime might differ.
        result: { ...finding, id: replayId },
        events: [{ event: 'prediction.replayed', subject, modelId: prediction.model_id, data }],
      };
    },
    { attempt: { command: 'replay', subject, modelId: prediction.model_id } },
  );
  return {
    ...result,
    predictionId: prediction.id,
    because: becauseOf(prediction, result),
    by: actor.kind === 'person' ? { id: actor.id, name: actor.name } : null,
    at: receipt.at,
    number: receipt.number,
  };
}
