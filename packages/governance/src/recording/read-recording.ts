import {
  type PersonRef,
  type Recording,
  type RecordingMode,
  type RecordingPage,
  recordingModes,
  sentenceOf,
} from '@countersign/contracts';
import type { Tier } from '@countersign/lifecycle';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { personJson } from '../person/read-names.ts';
import { rolesThatSet, tierForbids, tierReason } from './who-may-set.ts';

const earlierShown = 50;

interface RecordingStored {
  readonly mode: RecordingMode;
  readonly share: number | null;
  readonly reason: string;
  readonly at: Date;
  readonly by: PersonRef | null;
}

/** What a model keeps of its predictions, what it kept before, and what this reader may choose. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readRecording(ctx: Context, input: { readonly model: string }): Promise<RecordingPage> {
  const scope = await requireInsight(ctx);
  const id = await findModelId(ctx, input.model);
  requireModelIn(scope, id);
  const [facts, stored] = await Promise.all([
    ctx.pool.query<{ key: string; name: string; tier: Tier }>(
      'SELECT key, name, tier FROM model WHERE id = $1',
      [id],
    ),
    ctx.pool.query<RecordingStored>(
      `SELECT k.mode, k.share, k.reason, k.at, ${personJson('h')} AS by FROM model_recording k LEFT JOIN person h ON h.id = k.person_id
       WHERE k.model_id = $1 ORDER BY k.at DESC, k.id DESC LIMIT $2`,
      [id, earlierShown + 1],
    ),
  ]);
  const { key, name, tier } = facts.rows[0]!;
  const settings = stored.rows.map(toRecording);
  if (settings.length <= earlierShown) settings.push(fromTheStart);
  const [current, ...earlier] = settings as [Recording, ...Recording[]];
  const roles = scope.rolesOn(id);
  const from = { mode: current.recording, share: current.share };
  return {
    model: { id, key, name },
    tier,
    current,
    earlier,
    choices: recordingModes.map((recording) => {
      // A sample may be made larger or smaller: whoever may do either is not refused the choice.
      const share = recording === 'sampled' ? 0.999 : null;
      const needed = rolesThatSet({ from, to: { mode: recording, share } });
      const allowed = ctx.actor.kind === 'person' && roles.some((role) => needed.includes(role));
      return {
        recording,
        whyNot: [
          ...(tierForbids(tier, recording) ? [tierReason] : []),
          ...(allowed ? [] : [forbiddenTo(needed)]),
        ],
      };
    }),
  };
}

const forbiddenTo = (needed: ReturnType<typeof rolesThatSet>) => ({
  code: 'FORBIDDEN',
  message: sentenceOf({ code: 'FORBIDDEN', detail: { roles: [...needed] } }),
});

const fromTheStart: Recording = { recording: 'full', share: null, since: null, reason: null, by: null };

const toRecording = ({ mode, share, reason, at, by }: RecordingStored): Recording => ({
  recording: mode,
  share,
  since: at.toISOString(),
  reason,
  by,
});
