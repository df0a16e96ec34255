import type { Policy } from '@countersign/lifecycle';
import type { Context } from '../context.ts';
import { readSigningFacts, unsatisfiableUnder } from '../policy/signing-facts.ts';

/** Gates of a version that the people of today could not satisfy. */
export async function unsatisfiableGates(ctx: Context, versionId: string): Promise<string[]> {
  const found = await ctx.pool.query<{ model_id: string; policy: Policy }>(
    `SELECT v.model_id, (SELECT body FROM policy WHERE key = m.policy_key ORDER BY number DESC LIMIT 1) AS policy
     FROM version v JOIN model m ON m.id = v.model_id WHERE v.id = $1`,
    [versionId],
  );
  const version = found.rows[0];
  if (!version) return [];
  const facts = await readSigningFacts(ctx, { modelId: version.model_id, versionId });
  return unsatisfiableUnder(version.policy, facts);
}
