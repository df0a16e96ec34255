import { type Receipt, Refusal, type ReleaseClaim } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { findRequest } from '../request/find-request.ts';
import { assignerRoles } from './assigner.ts';
import { isLiveClaim } from './live-claims.ts';
import { claimEvent } from './write-claim.ts';

/** Ends a claim before its time: one's own, or, of whoever may assign, somebody else's. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function releaseClaim(ctx: Context, input: ReleaseClaim): Promise<Receipt> {
  const { requestId, personId = ctx.actor.id } = input;
  const request = await findRequest(ctx.pool, requestId);
  const { version_id: versionId, model_id: modelId } = request;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      const loaded = await loadVersion(tx, { id: versionId });
      if (personId !== ctx.actor.id) await requireRole(tx, ctx.actor, modelId, assignerRoles);
      const released = await tx.query(
        `UPDATE claim c SET released_at = $3 WHERE c.request_id = $1 AND c.person_id = $2 AND ${isLiveClaim('c', '$3')}`,
        [requestId, personId, tx.at],
      );
      if (!released.rowCount) throw new Refusal('NOT_FOUND', 'There is no such claim, or it has ended.');
      const said = { person: personId, by: ctx.actor.id };
      return { result: undefined, events: [claimEvent('version.claim-released', loaded, request, said)] };
    },
    { attempt: attemptAt('release-claim', { versionId, modelId }) },
  );
  return receipt;
}
