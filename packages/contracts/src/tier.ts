import { type TierAnswers as Answers, type TierQuestion, tierQuestions } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import { TierName } from './policy.ts';
import {
  Comment,
  Digest,
  Id,
  Instant,
  ModelKey,
  ModelRef,
  PersonRef,
  Prose,
  Reason,
  Receipt,
} from './primitives.ts';

const answersOf = <Question extends TierQuestion>(question: Question) =>
  z.enum(Object.keys(tierQuestions[question]) as Answers[Question][]);

export const TierAnswers = z.object({
  exposure: answersOf('exposure'),
  purpose: answersOf('purpose'),
  autonomy: answersOf('autonomy'),
  affected: answersOf('affected'),
});
export type TierAnswers = z.infer<typeof TierAnswers>;

export const ProposeTier = z.object({ model: ModelKey, answers: TierAnswers, reason: Prose(5_000) });
export type ProposeTier = z.infer<typeof ProposeTier>;
export const TierProposed = z.object({ proposalId: Id, tier: TierName, receipt: Receipt });
export type TierProposed = z.infer<typeof TierProposed>;

/**
 * The grant comes from `tier.prepare` for a passkey, else from `signOff.reauthenticate` or `signOff.startStepUp`, with the
 * proposal in the place of the request and its digest in the place of both digests.
 */
export const SignTier = z.object({
  proposalId: Id,
  decision: z.enum(['endorse', 'reject']),
  comment: Comment,
  /** What the signer was shown. */
  digest: Digest,
  grant: z.string().check(z.maxLength(200)),
});
export type SignTier = z.infer<typeof SignTier>;
export const PrepareTier = z.omit(SignTier, { grant: true });
export type PrepareTier = z.infer<typeof PrepareTier>;

/** A signature over an act that is no sign-off at a gate, verified when it was read. */
export const ActSignature = z.object({
  person: PersonRef,
  role: z.string(),
  /** The person who was away and whose role it was. */
  deputyFor: z.nullable(PersonRef),
  decision: z.enum(['endorse', 'reject']),
  comment: z.string(),
  at: Instant,
  assurance: z.string(),
  recordDigest: Digest,
  signature: z.string(),
  signatureValid: z.boolean(),
});
export type ActSignature = z.infer<typeof ActSignature>;

export const TierProposal = z.object({
  id: Id,
  model: ModelRef,
  answers: TierAnswers,
  rule: z.int(),
  points: z.int(),
  tierBefore: TierName,
  tier: TierName,
  reason: z.string(),
  digest: Digest,
  proposedBy: PersonRef,
  proposedAt: Instant,
  state: z.enum(['open', 'signed', 'refused', 'replaced']),
  signature: z.nullable(ActSignature),
});
export type TierProposal = z.infer<typeof TierProposal>;

export const TierPage = z.object({
  model: ModelRef,
  tier: TierName,
  policy: z.object({ id: z.string(), number: z.int() }),
  /** The proposal that the tier of today rests on; null while it is only what the model was made with. */
  current: z.nullable(TierProposal),
  open: z.nullable(TierProposal),
  /** Decided and replaced ones, the newest first: at most fifty. */
  earlier: z.array(TierProposal),
  mayPropose: z.boolean(),
  /** Why this reader may not sign the open proposal; empty means that they may. */
  maySign: z.array(Reason),
  /** Requests for a gate that are open now: they keep the policy that they were opened under. */
  openRequests: z.int(),
});
export type TierPage = z.infer<typeof TierPage>;
