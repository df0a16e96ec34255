import { Refusal, type Sign, type SignedOff } from '@countersign/contracts';
import {
  absentFor,
  afterSignOff,
  type RequestState,
  type SignOffState,
  type VersionState,
} from '@countersign/lifecycle';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptAt, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { findRequest, isExpedited } from '../request/find-request.ts';
import { type Seal, sealWithGrant } from '../signature/seal.ts';
import { checkedCondition, writeCondition } from './approval-condition.ts';
import { makeSuggestions, refuseMisplacedSuggestions } from './make-suggestions.ts';
import { refuseStale } from './refuse-stale.ts';
import { signExpedited } from './sign-expedited.ts';
import { signerOf } from './signer-of.ts';
import { signingMaterial } from './signing-material.ts';
import { sealSignOff } from './write-sign-off.ts';

export function requestIn(state: VersionState, requestId: string): RequestState {
  const request = state.requests.find(({ id }) => id === requestId);
  if (!request) throw new Refusal('REQUEST_NONE', 'Nobody has asked for this gate.', { requestId });
  return request;
}

/** An endorsement answers the whole checklist; every decision against says why. */
function refuseIncomplete(request: RequestState, input: Sign): void {
  if (input.decision !== 'endorse') {
    if (input.comment.trim() === '')
      throw new Refusal('COMMENT_MISSING', 'Say what should change, or why not.', { field: 'comment' });
    return;
  }
  const answered = new Set(input.checklist.map(({ question }) => question));
  const missing = request.policy.gates[request.gate].checklist.filter((question) => !answered.has(question));
  if (missing.length > 0)
    throw new Refusal('CHECKLIST_INCOMPLETE', 'Answer the whole checklist before endorsing.', { missing });
}

export const withSignOff = (state: VersionState, signOff: SignOffState): VersionState => ({
  ...state,
  signOffs: [...state.signOffs, signOff],
});

/**
 * One person's decision at a gate, signed. The grant is consumed, the sign-off counted and, where it satisfies the
 * gate, the stage moved, in one transaction that holds the version.
 */
export const signOff = (ctx: Context, input: Sign): Promise<SignedOff> =>
  signOffWith(ctx, input, sealWithGrant(input.grant));

export async function signOffWith(ctx: Context, input: Sign, seal: Seal): Promise<SignedOff> {
  const signer = signerOf(ctx.actor);
  refuseMisplacedSuggestions(input);
  const asked = await findRequest(ctx.pool, input.requestId);
  if (isExpedited(asked)) {
    if (input.suggestions?.length || input.condition)
      throw new Refusal('BAD_INPUT', 'The expedited road takes no suggestions and no condition.', {});
    return signExpedited(ctx, asked, input, seal);
  }
  const { version_id: versionId, model_id: modelId } = asked;
  const { result, receipt } = await change(
    ctx,
    async (tx: Tx) => {
      const loaded = await loadVersion(tx, { id: versionId });
      const request = requestIn(loaded.state, input.requestId);
      const actor = await refuseUnlessAllowed(tx, ctx, loaded, {
        type: 'sign',
        requestId: request.id,
        decision: input.decision,
        role: input.role,
      });
      const deputyFor = absentFor(actor, input.role);
      refuseIncomplete(request, input);
      const material = await signingMaterial(tx, { versionId, requestId: request.id, gate: request.gate });
      refuseStale(loaded, material, input);
      const condition = await checkedCondition(tx, loaded, request, input);
      const signed = await sealSignOff(tx, ctx, seal, {
        for: { ...input, personId: signer.id, sessionId: signer.sessionId },
        act: {
          loaded,
          request,
          material,
          signer: { id: signer.id, name: signer.name, email: signer.email },
          role: input.role,
          deputyFor,
          decision: input.decision,
          meaning: input.meaning,
          comment: input.comment,
          checklist: input.checklist,
          condition,
        },
      });
      const before = withSignOff(loaded.state, {
        id: signed.id,
        requestId: request.id,
        personId: signer.id,
        role: input.role,
        deputyFor,
        decision: input.decision,
        substance: loaded.row.substance,
        presentation: loaded.row.presentation,
        state: 'current',
        roleHeld: true,
        until: condition?.until ?? null,
      });
      const after = afterSignOff(before, request.id, tx.at.toISOString());
      const consequent = await writeConsequences(
        tx,
        { ...loaded, state: before },
        after,
        input.decision === 'reject' ? 'rejected' : 'decided-anew',
      );
      await signed.insert();
      const suggested = await makeSuggestions(tx, ctx, loaded, { ...input, signOffId: signed.id });
      const conditioned = await writeCondition(tx, loaded, signed.id, condition);
      const events = await moveVersion(tx, loaded, after, [
        signed.event,
        ...conditioned,
        ...consequent,
        ...suggested,
      ]);
      return {
        result: {
          signOffId: signed.id,
          satisfied: after.next.requests.some(({ id, state }) => id === request.id && state === 'satisfied'),
          stage: after.stage,
          stageMoved: after.stage !== loaded.row.stage,
        },
        events,
      };
    },
    { attempt: attemptAt(`sign-${input.decision}`, { versionId, modelId }) },
  );
  return { ...result, receipt };
}
