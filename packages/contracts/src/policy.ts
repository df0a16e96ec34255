import {
  decisions,
  deprecationReasons,
  evidenceKinds,
  gates,
  roles,
  stages,
  standings,
  tiers,
} from '@countersign/lifecycle';
import * as z from 'zod/mini';

export const GateName = z.enum(gates);
export const StageName = z.enum(stages);
export const StandingName = z.enum(standings);
export const TierName = z.enum(tiers);
export const DecisionName = z.enum(decisions);
export const DeprecationReasonName = z.enum(deprecationReasons);

export const GatePolicyBody = z.object({
  signOffs: z.array(z.object({ role: z.enum(roles), quorum: z.int().check(z.minimum(1), z.maximum(20)) })),
  distinctFrom: z.array(GateName),
  evidence: z.array(
    z.object({
      kind: z.enum(evidenceKinds),
      must: z.enum(['pass', 'present']),
      claimedCounts: z.optional(z.boolean()),
    }),
  ),
  checklist: z.array(z.string()),
});
export const PolicyBody = z.object({
  id: z.string(),
  number: z.int(),
  tier: TierName,
  gates: z.object({ review: GatePolicyBody, approval: GatePolicyBody, goLive: GatePolicyBody }),
  validityDays: z.int(),
});
export type PolicyBody = z.infer<typeof PolicyBody>;
export const PolicyRef = z.object({ id: z.string(), number: z.int() });
