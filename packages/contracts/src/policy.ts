import {
  decisions,
  deprecationReasons,
  evidenceKinds,
  gates,
  referenceKinds,
  roles,
  stages,
  standings,
  tiers,
} from '@countersign/lifecycle';
import * as z from 'zod/mini';
import { Instant, ModelRef, PersonRef, Prose, Receipt } from './primitives.ts';

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
    z
      .object({
        kind: z.enum(evidenceKinds),
        must: z.enum(['pass', 'present']),
        claimedCounts: z.optional(z.boolean()),
        /** The least share of golden rows, from 0 to 1, that a version answers as the one before it. */
        atLeast: z.optional(z.number().check(z.minimum(0), z.maximum(1))),
      })
      .check(
        z.refine(
          ({ kind, must, atLeast }) =>
            kind === 'prior-agreement' ? must === 'present' || atLeast !== undefined : atLeast === undefined,
          'agreement with the version before passes by a share of rows (atLeast), and nothing else does',
        ),
      ),
  ),
  checklist: z.array(z.string()),
  /** Kinds of references of which the version needs one each; absent: none. */
  references: z.optional(z.array(z.enum(referenceKinds))),
});
export const PolicyBody = z.object({
  id: z.string(),
  number: z.int(),
  tier: TierName,
  gates: z.object({ review: GatePolicyBody, approval: GatePolicyBody, goLive: GatePolicyBody }),
  /** Gates of a version that counts as a retraining, each in the place of the one above; absent: the same for every class. */
  retrain: z.optional(
    z.object({
      review: z.optional(GatePolicyBody),
      approval: z.optional(GatePolicyBody),
      goLive: z.optional(GatePolicyBody),
    }),
  ),
  validityDays: z.int(),
  /** Days between telling consumers of an ordinary switch and its earliest moment, and how long one may keep the version before; absent: none. */
  switching: z.optional(z.object({ noticeDays: z.int(), pinDays: z.int() })),
});
export type PolicyBody = z.infer<typeof PolicyBody>;
export const PolicyRef = z.object({ id: z.string(), number: z.int() });

/** People who hold a role today: their number, and the first of them by name. */
const Holders = z.object({ count: z.int(), people: z.array(PersonRef) });

/** A policy in force, and who could sign under it today. */
export const PolicyOutlook = z.object({
  policy: PolicyBody,
  publishedAt: Instant,
  gates: z.array(
    z.object({
      gate: GateName,
      places: z.array(z.extend(Holders, { role: z.enum(roles), quorum: z.int() })),
      /** Whether these people could fill this gate, looked at alone. */
      satisfiable: z.boolean(),
    }),
  ),
  /** Whether they could carry one version through all its gates, signers kept apart where the policy says so. */
  satisfiable: z.boolean(),
  operators: Holders,
  /** Whether an operator separate enough is then left to deploy it. */
  deployable: z.boolean(),
});
export type PolicyOutlook = z.infer<typeof PolicyOutlook>;

/** The notice that consumers get before an ordinary switch, from the next version of a policy on. */
export const SetSwitching = z.object({
  policy: z.string().check(z.minLength(1), z.maxLength(64)),
  /** The version of the policy that was looked at: another one was published meanwhile if it is not in force. */
  number: z.int(),
  /** 0: a switch need not be announced. */
  noticeDays: z.int().check(z.minimum(0), z.maximum(365)),
  /** How long after the switch a consumer may keep the version before; 0: not at all. */
  pinDays: z.int().check(z.minimum(0), z.maximum(365)),
  comment: Prose(2_000),
});
export type SetSwitching = z.infer<typeof SetSwitching>;
export const PolicyPublished = z.object({ policy: z.string(), number: z.int(), receipt: Receipt });
export type PolicyPublished = z.infer<typeof PolicyPublished>;

export const PoliciesPage = z.object({
  /** Null: people with a role on every model, and nobody is an author. */
  model: z.nullable(ModelRef),
  /** The newest version of the model, whose authors sign nothing; null where it has none. */
  version: z.nullable(z.string()),
  policies: z.array(PolicyOutlook),
  /** Whether the reader may publish the next version of a policy. */
  mayPublish: z.boolean(),
});
export type PoliciesPage = z.infer<typeof PoliciesPage>;
