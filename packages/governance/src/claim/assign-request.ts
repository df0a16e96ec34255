import { type AssignRequest, type Receipt, Refusal } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { lifecycleActor, rolesHeld } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { findRequest } from '../request/find-request.ts';
import { signingPlace } from '../sign-off/why-not-sign.ts';
import { assignerRoles, isAssigner } from './assigner.ts';
import { whyNotThey } from './why-not-they.ts';
import { assignedMs, claimEvent, findOpen, writeClaim } from './write-claim.ts';

/**
 * An owner, approver or administrator asks somebody to sign, who could: others may sign all the same.
 * @throws Refusal NOT_FOUND, FORBIDDEN, REQUEST_NONE, and whatever keeps that person from signing
 */
export async function assignRequest(ctx: Context, input: AssignRequest): Promise<Receipt> {
  const { requestId, personId } = input;
  const { version_id: versionId, model_id: modelId } = await findRequest(ctx.pool, requestId);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      const loaded = await loadVersion(tx, { id: versionId });
      if (!isAssigner(await rolesHeld(tx, ctx.actor.id, modelId)))
        throw new Refusal('FORBIDDEN', `This takes the role ${assignerRoles.join(' or ')}.`, {
          roles: assignerRoles,
        });
      const request = await findOpen(tx, requestId);
      const name = await nameOf(tx, personId);
      const them = { kind: 'person', id: personId, name, email: '', via: 'session', scopes: [] } as const;
      const actor = await lifecycleActor(tx, { ...them, sessionId: null }, modelId);
      const place = signingPlace(loaded, request, actor, tx.at.toISOString());
      if ('reason' in place)
        throw new Refusal(place.reason.code, whyNotThey(name, place.reason), { ...place.reason.detail });
      const note = input.note ?? null;
      const endsAt = new Date(tx.at.getTime() + assignedMs);
      const by = ctx.actor.id;
      await writeClaim(tx, { requestId, personId, assignedBy: by === personId ? null : by, note, endsAt });
      const said = { person: personId, by, until: endsAt.toISOString() };
      return {
        result: undefined,
        events: [claimEvent('version.assigned', loaded, request, said, note)],
      };
    },
    { attempt: attemptAt('assign', { versionId, modelId }) },
  );
  return receipt;
}

async function nameOf(tx: Tx, personId: string): Promise<string> {
  const found = await tx.query<{ name: string }>(
    "SELECT name FROM person WHERE id = $1 AND active AND kind = 'person'",
    [personId],
  );
  if (!found.rows[0])
    throw new Refusal('NOT_FOUND', 'There is no such person with an open account.', { field: 'personId' });
  return found.rows[0].name;
}
