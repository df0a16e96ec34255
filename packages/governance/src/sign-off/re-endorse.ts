import { type ReEndorse, Refusal, type SignedOff } from '@countersign/contracts';
import { absentFor, afterSignOff } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptAt, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { type Seal, sealWithGrant } from '../signature/seal.ts';
import { requestIn, withSignOff } from './sign-off.ts';
import { signerOf } from './signer-of.ts';
import { signingMaterial } from './signing-material.ts';
import { placeOfSignOff } from './withdraw-sign-off.ts';
import { sealSignOff } from './write-sign-off.ts';

/**
 * One action after a change of prose: the earlier endorsement is signed anew over today's presentation and takes the
 * earlier one's place. Its meaning, comment and answers carry over.
 */
export const reEndorse = (ctx: Context, input: ReEndorse): Promise<SignedOff> =>
  reEndorseWith(ctx, input, sealWithGrant(input.grant));

export async function reEndorseWith(ctx: Context, input: ReEndorse, seal: Seal): Promise<SignedOff> {
  const signer = signerOf(ctx.actor);
  const place = await placeOfSignOff(ctx.pool, input.signOffId);
  const { versionId } = place;
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id: versionId });
      const actor = await refuseUnlessAllowed(tx, ctx, loaded, {
        type: 're-endorse',
        signOffId: input.signOffId,
      });
      if (input.presentation !== loaded.row.presentation) {
        throw new Refusal('STALE', 'The prose changed again since you opened it.', {
          revision: loaded.row.revision,
        });
      }
      const earlier = loaded.state.signOffs.find(({ id }) => id === input.signOffId)!;
      const deputyFor = absentFor(actor, earlier.role);
      const request = requestIn(loaded.state, earlier.requestId);
      const kept = await tx.query<{
        meaning: string;
        comment: string;
        checklist: { question: string; answer: 'yes' | 'no' | 'not-applicable'; note: string | null }[];
      }>('SELECT meaning, comment, checklist FROM sign_off WHERE id = $1', [earlier.id]);
      const { meaning, comment, checklist } = kept.rows[0]!;
      const signed = await sealSignOff(tx, ctx, seal, {
        for: {
          personId: signer.id,
          sessionId: signer.sessionId,
          requestId: request.id,
          decision: 'endorse',
          substance: loaded.row.substance,
          presentation: loaded.row.presentation,
        },
        act: {
          loaded,
          request,
          material: await signingMaterial(tx, { versionId, requestId: request.id, gate: request.gate }),
          signer: { id: signer.id, name: signer.name, email: signer.email },
          role: earlier.role,
          deputyFor,
          decision: 'endorse',
          meaning,
          comment,
          checklist: checklist.map(({ question, answer, note }) => ({
            question,
            answer,
            ...(note ? { note } : {}),
          })),
          endorsesId: earlier.id,
        },
      });
      const before = withSignOff(loaded.state, {
        ...earlier,
        id: signed.id,
        deputyFor,
        presentation: loaded.row.presentation,
        state: 'current',
      });
      const after = afterSignOff(before, request.id, tx.at.toISOString());
      const consequent = await writeConsequences(tx, { ...loaded, state: before }, after, 'decided-anew');
      await signed.insert();
      const events = await moveVersion(tx, loaded, after, [signed.event, ...consequent]);
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
    { attempt: attemptAt('re-endorse', place) },
  );
  return { ...result, receipt };
}
