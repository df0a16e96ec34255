import {
  type PasskeyGrant,
  type PrepareTier,
  type Receipt,
  Refusal,
  type SignTier,
  sentenceOf,
} from '@countersign/contracts';
import { absentFor, type Tier, tierSignerOf, whyNotSignTier } from '@countersign/lifecycle';
import { lifecycleActor } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { policyKeyOf } from '../policy/publish-policy.ts';
import { raiseToFull } from '../recording/raise-to-full.ts';
import { signerOf } from '../sign-off/signer-of.ts';
import { prepareGrant } from '../signature/passkey-grant.ts';
import { type Seal, sealWithGrant } from '../signature/seal.ts';
import { signAct } from '../signature/sign-act.ts';
import { lockModel } from './lock-model.ts';
import { tierDigest } from './tier-digest.ts';
import type { TierProposalStored } from './tier-row.ts';

/**
 * A reviewer signs or refuses the proposed tier; an approver where the tier falls; never its proposer. A signed tier
 * takes the policy of that tier for every request that is opened from then on: open requests keep their own.
 * @throws Refusal STALE, CONFLICT, NOT_DISTINCT, FORBIDDEN, GRANT_INVALID
 */
export const signTier = (ctx: Context, input: SignTier): Promise<TierSigned> =>
  signTierWith(ctx, input, sealWithGrant(input.grant));

/** What would be signed now, and the question to the signer's passkey whether they mean it. @throws Refusal as signing would */
export const prepareTier = (ctx: Context, input: PrepareTier): Promise<PasskeyGrant> =>
  prepareGrant(ctx, (seal) => signTierWith(ctx, input, seal));

interface TierSigned {
  readonly tier: Tier;
  readonly receipt: Receipt;
}

async function signTierWith(ctx: Context, input: PrepareTier, seal: Seal): Promise<TierSigned> {
  const signer = signerOf(ctx.actor);
  const modelId = await modelOf(ctx, input.proposalId);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const model = await lockModel(tx, modelId);
      const proposal = await readProposal(tx, input.proposalId);
      const actor = await lifecycleActor(tx, ctx.actor, modelId);
      const turn = { proposerId: proposal.person_id, from: model.tier, to: proposal.tier };
      const [reason] = whyNotSignTier(turn, actor);
      if (reason) throw new Refusal(reason.code, sentenceOf(reason), reason.detail);
      if (proposal.state !== 'open') throw new Refusal('CONFLICT', 'This proposal no longer waits.');
      // The road up or down is judged by the tier of now; what was read may have been written against another.
      if (proposal.digest !== input.digest || proposal.tier_before !== model.tier)
        throw new Refusal('STALE', 'The tier changed since this was proposed. It has to be proposed anew.');
      if (input.decision === 'reject' && input.comment.trim() === '')
        throw new Refusal('COMMENT_MISSING', 'Say why not.', { field: 'comment' });
      const signs = input.decision === 'endorse';
      const content = contentOf(proposal, model);
      if (tierDigest(content) !== proposal.digest)
        throw new Error(`the stored proposal ${proposal.id} is not what was proposed`);
      const role = tierSignerOf(turn);
      const signed = await signAct(tx, ctx, seal, {
        act: 'tier',
        subjectId: proposal.id,
        signer,
        role,
        deputyFor: absentFor(actor, role),
        decision: input.decision,
        comment: input.comment,
        substance: proposal.digest,
        presentation: proposal.digest,
        content: { proposal: { ...content, answers: { ...content.answers } }, digest: proposal.digest },
      });
      await tx.query('UPDATE tier_proposal SET state = $2, closed_at = $3 WHERE id = $1', [
        proposal.id,
        signs ? 'signed' : 'refused',
        tx.at,
      ]);
      if (signs)
        await tx.query('UPDATE model SET tier = $2, policy_key = $3 WHERE id = $1', [
          modelId,
          proposal.tier,
          policyKeyOf(proposal.tier),
        ]);
      const kept = signs && proposal.tier === 'high' ? await raiseToFull(tx, modelId) : [];
      return {
        result: signs ? proposal.tier : model.tier,
        events: [
          {
            event: signs ? 'model.tier-set' : 'model.tier-refused',
            subject: { kind: 'model', id: modelId },
            modelId,
            data: {
              proposal: proposal.id,
              from: model.tier,
              tier: proposal.tier,
              policy: policyKeyOf(proposal.tier),
              digest: proposal.digest,
              ...signed.data,
            },
            records: { record: signed.record },
          },
          ...kept,
        ],
      };
    },
    { attempt: { command: 'sign-tier', subject: { kind: 'model', id: modelId }, modelId } },
  );
  return { tier: result, receipt };
}

async function modelOf(ctx: Context, proposalId: string): Promise<string> {
  const found = await ctx.pool.query<{ model_id: string }>(
    'SELECT model_id FROM tier_proposal WHERE id = $1',
    [proposalId],
  );
  if (!found.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such proposal.');
  return found.rows[0].model_id;
}

type Proposal = Pick<
  TierProposalStored,
  'id' | 'answers' | 'rule' | 'points' | 'tier_before' | 'tier' | 'reason' | 'digest' | 'person_id' | 'state'
>;

async function readProposal(tx: Tx, id: string): Promise<Proposal> {
  const found = await tx.query<Proposal>(
    `SELECT id, answers, rule, points, tier_before, tier, reason, digest, person_id, state
     FROM tier_proposal WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return found.rows[0]!;
}

const contentOf = (proposal: Proposal, model: { readonly id: string; readonly key: string }) => ({
  id: proposal.id,
  model: { id: model.id, key: model.key },
  answers: proposal.answers,
  rule: proposal.rule,
  points: proposal.points,
  from: proposal.tier_before,
  tier: proposal.tier,
  reason: proposal.reason,
  proposer: proposal.person_id,
});
