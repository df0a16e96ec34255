import type { TierProposal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { readActSignatures } from '../signature/act-signature.ts';

export interface TierProposalStored {
  readonly id: string;
  readonly model_id: string;
  readonly model_key: string;
  readonly model_name: string;
  readonly answers: TierProposal['answers'];
  readonly rule: number;
  readonly points: number;
  readonly tier_before: TierProposal['tier'];
  readonly tier: TierProposal['tier'];
  readonly reason: string;
  readonly digest: string;
  readonly person_id: string;
  readonly person_name: string | null;
  readonly proposed_at: Date;
  readonly state: TierProposal['state'];
}

export const tierProposalSelect = `
SELECT t.id, t.model_id, m.key AS model_key, m.name AS model_name, t.answers, t.rule, t.points, t.tier_before, t.tier, t.reason,
  t.digest, t.person_id, p.name AS person_name, t.proposed_at, t.state
FROM tier_proposal t JOIN model m ON m.id = t.model_id LEFT JOIN person p ON p.id = t.person_id`;

/** Proposals as pages show them, each with its signature where it was decided. */
export async function showTierProposals(
  ctx: Context,
  rows: readonly TierProposalStored[],
): Promise<TierProposal[]> {
  const signaturesOf = await readActSignatures(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id,
    model: { id: row.model_id, key: row.model_key, name: row.model_name },
    answers: row.answers,
    rule: row.rule,
    points: row.points,
    tierBefore: row.tier_before,
    tier: row.tier,
    reason: row.reason,
    digest: row.digest,
    proposedBy: { id: row.person_id, name: row.person_name ?? 'Countersign' },
    proposedAt: row.proposed_at.toISOString(),
    state: row.state,
    signature: signaturesOf(row.id)[0] ?? null,
  }));
}
