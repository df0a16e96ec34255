import type { TierPage } from '@countersign/contracts';
import { whyNotSignTier } from '@countersign/lifecycle';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { showReason } from '../lifecycle/show-reason.ts';
import { findModelId } from '../model/find-model.ts';
import { showTierProposals, type TierProposalStored, tierProposalSelect } from './tier-row.ts';

const earlierShown = 50;

interface ModelFacts {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly tier: TierPage['tier'];
  readonly policy: TierPage['policy'];
  readonly open_requests: number;
}

/** A model's tier: the answers that it rests on, who signed them, and what waits. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readTier(ctx: Context, input: { readonly model: string }): Promise<TierPage> {
  const scope = await requireInsight(ctx);
  const id = await findModelId(ctx, input.model);
  requireModelIn(scope, id);
  const [facts, stored] = await Promise.all([
    ctx.pool.query<ModelFacts>(
      `SELECT m.id, m.key, m.name, m.tier,
         json_build_object('id', m.policy_key, 'number', coalesce((SELECT max(p.number) FROM policy p WHERE p.key = m.policy_key), 0)) AS policy,
         (SELECT count(*)::int FROM request r JOIN version v ON v.id = r.version_id WHERE v.model_id = m.id AND r.state = 'open') AS open_requests
       FROM model m WHERE m.id = $1`,
      [id],
    ),
    ctx.pool.query<TierProposalStored>(
      `${tierProposalSelect} WHERE t.model_id = $1 ORDER BY t.proposed_at DESC, t.id DESC LIMIT $2`,
      [id, earlierShown + 1],
    ),
  ]);
  const model = facts.rows[0]!;
  const proposals = await showTierProposals(ctx, stored.rows);
  const open = proposals.find(({ state }) => state === 'open') ?? null;
  const current = proposals.find(({ state }) => state === 'signed') ?? null;
  const actor = scope.actorOn(id);
  return {
    model: { id: model.id, key: model.key, name: model.name },
    tier: model.tier,
    policy: model.policy,
    current,
    open,
    earlier: proposals.filter((proposal) => proposal !== open && proposal !== current).slice(0, earlierShown),
    mayPropose: ctx.actor.kind === 'person' && scope.rolesOn(id).includes('owner'),
    maySign: open
      ? whyNotSignTier({ proposerId: open.proposedBy.id, from: model.tier, to: open.tier }, actor).map(
          showReason,
        )
      : [],
    openRequests: model.open_requests,
  };
}
