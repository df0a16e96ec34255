import type { Page, PageOf, TierProposal } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { findScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { showTierProposals, type TierProposalStored, tierProposalSelect } from './tier-row.ts';

const byAge = keyset('waiting-tiers', 'instant', 'uuid');

/** Proposed tiers that wait for my signature, the oldest first: those of others, under a role that may sign them. */
export async function listWaitingTiers(ctx: Context, input: Page): Promise<PageOf<TierProposal>> {
  const limit = limitOf(input);
  const [at, id] = byAge.decode(input.after);
  if (ctx.actor.kind !== 'person' || (await findScope(ctx)) === null) return { items: [], next: null };
  const found = await ctx.pool.query<TierProposalStored>(waitingSql, [
    ctx.actor.id,
    at ?? null,
    id ?? null,
    limit + 1,
    ctx.clock(),
  ]);
  const { rows, next } = cutPage(found.rows, limit, byAge, (row) => [row.proposed_at.toISOString(), row.id]);
  return { items: await showTierProposals(ctx, rows), next };
}

/** The same rule as `whyNotSignTier`, so that a page of the list costs one query; a test holds the two together. */
const waitingSql = `${tierProposalSelect}
WHERE t.state = 'open' AND t.person_id <> $1
  AND EXISTS (SELECT FROM role_assignment a JOIN person h ON h.id = a.person_id
    WHERE a.person_id = $1 AND h.active AND ${heldAt('a', '$5')} AND (a.model_id IS NULL OR a.model_id = m.id)
      AND a.role = CASE WHEN array_position(ARRAY['low', 'moderate', 'high'], t.tier) < array_position(ARRAY['low', 'moderate', 'high'], m.tier)
        THEN 'approver' ELSE 'reviewer' END)
  AND ($2::timestamptz IS NULL OR (t.proposed_at, t.id) > ($2, $3::uuid))
ORDER BY t.proposed_at, t.id LIMIT $4`;
