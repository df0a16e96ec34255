import { Refusal, type Sign, type SignedOff, sentenceOf } from '@countersign/contracts';
import { whyNot } from '@countersign/lifecycle';
import { ownRolesHeld } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { type ExpeditedRequest, findRequest } from '../request/find-request.ts';
import type { Seal } from '../signature/seal.ts';
import { refuseStale } from './refuse-stale.ts';
import { signerOf } from './signer-of.ts';
import { signingMaterial } from './signing-material.ts';
import { sealSignOff } from './write-sign-off.ts';

/** Why this person may not give the one signature; the machine's own reasons, seen from the signer. */
export function whyNotSignExpedited(
  loaded: LoadedVersion,
  request: Pick<ExpeditedRequest, 'environment_id' | 'incident'>,
  signer: { id: string; roles: readonly string[] },
  at: string,
) {
  const command = {
    type: 'deploy-expedited',
    environmentId: request.environment_id,
    incident: request.incident,
    signerId: signer.id,
    signerRoles: signer.roles as LoadedVersion['state']['signOffs'][number]['role'][],
  } as const;
  const operator = { personId: signer.id, roles: ['operator'], via: 'session' } as const;
  return whyNot(loaded.state, command, operator, at);
}

/** One independent signature by a reviewer or approver, for a forward fix of at most 72 hours. It fills no place of a gate. */
export async function signExpedited(
  ctx: Context,
  request: ExpeditedRequest,
  input: Sign,
  seal: Seal,
): Promise<SignedOff> {
  const signer = signerOf(ctx.actor);
  const { version_id: versionId, model_id: modelId } = request;
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id: versionId });
      const current = await findRequest(tx, request.id);
      if (current.state !== 'open') throw new Refusal('REQUEST_NONE', 'The request is not open any more.');
      // Its one signature stands alone for every gate, so it is given under a role of one's own.
      const roles = await ownRolesHeld(tx, signer.id, loaded.row.model_id);
      const [reason] = whyNotSignExpedited(loaded, request, { id: signer.id, roles }, tx.at.toISOString());
      if (reason) throw new Refusal(reason.code, sentenceOf(reason), { ...reason.detail });
      if (!roles.includes(input.role) || (input.role !== 'reviewer' && input.role !== 'approver')) {
        throw new Refusal('ROLE_NOT_A_PLACE', 'The expedited road is signed by a reviewer or an approver.', {
          roles: ['reviewer', 'approver'],
        });
      }
      if (input.comment.trim() === '')
        throw new Refusal('COMMENT_MISSING', 'Say why this cannot wait for its gates.', { field: 'comment' });
      const material = await signingMaterial(tx, { versionId, requestId: request.id, gate: 'goLive' });
      refuseStale(loaded, material, input);
      const signed = await sealSignOff(tx, ctx, seal, {
        for: { ...input, personId: signer.id, sessionId: signer.sessionId },
        act: {
          loaded,
          request: {
            id: request.id,
            gate: 'goLive',
            environmentId: request.environment_id,
            policy: { id: request.policy_key, number: request.policy_number },
          },
          material,
          signer: { id: signer.id, name: signer.name, email: signer.email },
          role: input.role,
          deputyFor: null,
          decision: input.decision,
          meaning: input.meaning,
          comment: input.comment,
          checklist: input.checklist,
          incident: request.incident,
        },
      });
      const replaced = await tx.query<{ id: string }>(
        "UPDATE sign_off SET state = 'replaced', state_reason = 'decided-anew', state_at = $3 WHERE request_id = $1 AND person_id = $2 AND state = 'current' RETURNING id",
        [request.id, signer.id, tx.at],
      );
      await signed.insert();
      const satisfied = input.decision === 'endorse';
      const state = satisfied ? 'satisfied' : input.decision === 'reject' ? 'closed' : null;
      if (state)
        await tx.query('UPDATE request SET state = $2, closed_at = $3 WHERE id = $1', [
          request.id,
          state,
          tx.at,
        ]);
      const settled = {
        requests: state ? [{ request: request.id, state }] : [],
        signOffs: replaced.rows.map(({ id }) => ({ signOff: id, state: 'replaced' })),
      };
      const events = await moveVersion(tx, loaded, null, [
        { ...signed.event, data: { ...signed.event.data, ...settled } },
      ]);
      return {
        result: { signOffId: signed.id, satisfied, stage: loaded.row.stage, stageMoved: false },
        events,
      };
    },
    { attempt: attemptAt(`sign-expedited-${input.decision}`, { versionId, modelId }) },
  );
  return { ...result, receipt };
}
