import { type ClaimRequest, type Receipt, Refusal, sentenceOf } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { lifecycleActor } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { findRequest } from '../request/find-request.ts';
import { signingPlace } from '../sign-off/why-not-sign.ts';
import { claimEvent, claimedMs, findOpen, writeClaim } from './write-claim.ts';

/**
 * I mean to sign this: others see it for three days, and may sign all the same. Claiming again begins the days anew.
 * @throws Refusal NOT_FOUND, REQUEST_NONE, and whatever keeps me from signing
 */
export async function claimRequest(ctx: Context, { requestId }: ClaimRequest): Promise<Receipt> {
  const { version_id: versionId, model_id: modelId } = await findRequest(ctx.pool, requestId);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      const loaded = await loadVersion(tx, { id: versionId });
      const request = await findOpen(tx, requestId);
      const actor = await lifecycleActor(tx, ctx.actor, modelId);
      const place = signingPlace(loaded, request, actor, tx.at.toISOString());
      if ('reason' in place)
        throw new Refusal(place.reason.code, sentenceOf(place.reason), { ...place.reason.detail });
      const endsAt = new Date(tx.at.getTime() + claimedMs);
      await writeClaim(tx, { requestId, personId: actor.personId, assignedBy: null, note: null, endsAt });
      const by = actor.personId;
      const event = claimEvent('version.claimed', loaded, request, {
        person: by,
        by,
        until: endsAt.toISOString(),
      });
      return { result: undefined, events: [event] };
    },
    { attempt: attemptAt('claim', { versionId, modelId }) },
  );
  return receipt;
}
