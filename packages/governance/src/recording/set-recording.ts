import { type RecordingMode, type RecordingSet, Refusal, type SetRecording } from '@countersign/contracts';
import type { Tier } from '@countersign/lifecycle';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { insertRecording } from './insert-recording.ts';
import {
  type RecordingColumns,
  type RecordingInForce,
  recordingColumns,
  toRecordingInForce,
} from './recording-in-force.ts';
import { rolesThatSet, tierForbids, tierReason } from './who-may-set.ts';

/**
 * Sets what is kept of a model's predictions from now on; what was recorded before stays as it is. Whoever records at
 * the same moment is waited for.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT for a share without a sample or a sample without one, CONFLICT where
 * that is in force already or the tier asks for more
 */
export async function setRecording(ctx: Context, input: SetRecording): Promise<RecordingSet> {
  const to = { mode: input.recording, share: input.share ?? null };
  if ((to.mode === 'sampled') !== (to.share !== null))
    throw new Refusal('BAD_INPUT', 'A sample has a share, and nothing else has.', { field: 'share' });
  const modelId = await findModelId(ctx, input.model);
  const personId = ctx.actor.kind === 'person' ? ctx.actor.id : null;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const { tier, from } = await lockSetting(tx, modelId);
      await requireRole(tx, ctx.actor, modelId, rolesThatSet({ from, to }));
      if (tierForbids(tier, to.mode)) throw new Refusal('CONFLICT', tierReason.message, { tier });
      if (from.mode === to.mode && from.share === to.share)
        throw new Refusal('CONFLICT', 'The model records that way already.', { recording: to.mode });
      const event = await insertRecording(tx, {
        modelId,
        ...to,
        reason: input.reason,
        personId,
        cause: 'choice',
        before: from.mode,
      });
      return { result: undefined, events: [event] };
    },
    { attempt: { command: 'set-recording', subject: { kind: 'model', id: modelId }, modelId } },
  );
  const by = ctx.actor.kind === 'person' ? { id: ctx.actor.id, name: ctx.actor.name } : null;
  return {
    recording: {
      recording: to.mode satisfies RecordingMode,
      share: to.share,
      since: receipt.at,
      reason: input.reason,
      by,
    },
    receipt,
  };
}

async function lockSetting(tx: Tx, modelId: string): Promise<{ tier: Tier; from: RecordingInForce }> {
  const found = await tx.query<RecordingColumns & { tier: Tier }>(
    `WITH m AS MATERIALIZED (SELECT id, tier, recording_id FROM model WHERE id = $1 FOR UPDATE)
     SELECT m.tier, ${recordingColumns} FROM m LEFT JOIN model_recording k ON k.id = m.recording_id`,
    [modelId],
  );
  const row = found.rows[0]!;
  return { tier: row.tier, from: toRecordingInForce(row) };
}
