import type { ProposeTier, TierProposed } from '@countersign/contracts';
import { tierOf, tierRule } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { lockModel } from './lock-model.ts';
import { tierDigest } from './tier-digest.ts';

/**
 * The owner answers the questionnaire; the tier is computed from the answers, and waits for a signature. An earlier
 * proposal that still waits gives way. @throws Refusal FORBIDDEN, NOT_FOUND
 */
export async function proposeTier(ctx: Context, input: ProposeTier): Promise<TierProposed> {
  const modelId = await findModelId(ctx, input.model);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, modelId, ['owner']);
      const model = await lockModel(tx, modelId);
      const { tier, points } = tierOf(input.answers);
      const proposal = {
        id: uuidv7(),
        model: { id: model.id, key: model.key },
        answers: input.answers,
        rule: tierRule.number,
        points,
        from: model.tier,
        tier,
        reason: input.reason,
        proposer: ctx.actor.id,
      };
      const digest = tierDigest(proposal);
      await tx.query(
        `UPDATE tier_proposal SET state = 'replaced', closed_at = $2 WHERE model_id = $1 AND state = 'open'`,
        [modelId, tx.at],
      );
      await tx.query(
        `INSERT INTO tier_proposal (id, model_id, answers, rule, points, tier_before, tier, reason, digest, person_id, proposed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [
          proposal.id,
          modelId,
          JSON.stringify(proposal.answers),
          proposal.rule,
          points,
          proposal.from,
          tier,
          proposal.reason,
          digest,
          ctx.actor.id,
          tx.at,
        ],
      );
      return {
        result: { proposalId: proposal.id, tier },
        events: [
          {
            event: 'model.tier-proposed',
            subject: { kind: 'model', id: modelId },
            modelId,
            data: {
              proposal: proposal.id,
              answers: { ...proposal.answers },
              rule: proposal.rule,
              points,
              from: proposal.from,
              tier,
              digest,
            },
            records: { reason: proposal.reason },
          },
        ],
      };
    },
    { attempt: { command: 'propose-tier', subject: { kind: 'model', id: modelId }, modelId } },
  );
  return { ...result, receipt };
}
