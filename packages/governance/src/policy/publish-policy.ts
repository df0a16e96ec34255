import type { PolicyBody } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';
import { builtInPolicies } from '@countersign/lifecycle';
import { change, sha256Hex, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';

export async function insertPolicy(tx: Tx, policy: PolicyBody, by: string | null): Promise<LedgerEventInput> {
  const body = JSON.stringify(policy);
  await tx.query(
    'INSERT INTO policy (key, number, tier, body, published_at, published_by) VALUES ($1, $2, $3, $4, $5, $6)',
    [policy.id, policy.number, policy.tier, body, tx.at, by],
  );
  return {
    event: 'policy.published',
    subject: { kind: 'policy', id: policy.id },
    data: {
      number: policy.number,
      tier: policy.tier,
      body: sha256Hex(canonicalJson(policy as unknown as JsonValue)),
    },
  };
}

/** Publishes the built-in policies that this installation does not hold yet. Runs at every start. */
export async function publishBuiltInPolicies(ctx: Context): Promise<void> {
  const held = await ctx.db.policy.findMany({ select: { key: true, number: true } });
  const missing = Object.values(builtInPolicies).filter(
    (policy) => !held.some(({ key, number }) => key === policy.id && number === policy.number),
  );
  for (const policy of missing) {
    await change(ctx, async (tx) => ({
      result: undefined,
      events: [await insertPolicy(tx, policy as PolicyBody, null)],
    }));
  }
}

/** Policy key of a tier, for models that name none of their own. */
export const policyKeyOf = (tier: keyof typeof builtInPolicies): string => builtInPolicies[tier].id;
