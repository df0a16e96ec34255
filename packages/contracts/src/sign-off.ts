import * as z from 'zod/mini';
import { AttachmentKind, AttachmentMedia } from './attachment.ts';
import { Claim } from './claim.ts';
import { ApprovalCondition, ConditionView } from './condition.ts';
import { ExpeditedRoad } from './expedited.ts';
import { EarlierGoal, GoalThresholds, GoalView, StatedUses } from './goal.ts';
import { limits } from './limits.ts';
import { OneTimeCode } from './one-time-code.ts';
import { RoleName } from './person.ts';
import { DecisionName, GateName, StageName, TierName } from './policy.ts';
import {
  Comment,
  Digest,
  Id,
  Instant,
  Line,
  ModelKey,
  Page,
  PersonRef,
  Reason,
  Receipt,
  VersionLabel,
} from './primitives.ts';
import { ReferenceKindName } from './reference.ts';
import { SuggestionInput } from './suggestion.ts';

export const OpenRequest = z.object({
  model: ModelKey,
  version: VersionLabel,
  gate: GateName,
  environment: z.optional(z.string()),
  comment: Comment,
  dueAt: z.optional(Instant),
  /** At the approval gate: the uses that production is asked for; at least one. */
  uses: z.optional(StatedUses),
  /** At the approval gate: the original goal as metric thresholds. */
  goal: z.optional(GoalThresholds),
  /** At the approval gate: until when; the policy's whole validity where nobody says otherwise. */
  until: z.optional(Instant),
});
export type OpenRequest = z.infer<typeof OpenRequest>;
export const WithdrawRequest = z.object({ requestId: Id, comment: Comment });
export type WithdrawRequest = z.infer<typeof WithdrawRequest>;

/** What a signature of this person on this request would cover, asked before signing. */
export const SigningSubject = z.object({
  requestId: Id,
  gate: GateName,
  environment: z.nullable(z.string()),
  revision: z.int(),
  policy: z.object({ id: z.string(), number: z.int() }),
  substance: Digest,
  presentation: Digest,
  evidenceDigests: z.array(Digest),
  /** References and attachments that are not withdrawn, and the digest of them all; null where there is none. */
  references: z.array(
    z.object({ id: Id, kind: ReferenceKindName, value: z.string(), link: z.nullable(z.string()) }),
  ),
  attachments: z.array(
    z.object({
      id: Id,
      kind: AttachmentKind,
      title: z.string(),
      fileName: z.string(),
      mediaType: AttachmentMedia,
      digest: Digest,
    }),
  ),
  referencesDigest: z.nullable(Digest),
  /** At approval what this request asks for, at go-live what was approved. */
  goal: z.nullable(GoalView),
  /** At approval: what was fixed before, of this version or of another one of the model. */
  earlierGoal: z.nullable(EarlierGoal),
  roles: z.array(RoleName),
  /** Of these roles those that one signs under as a deputy, and for whom. */
  deputies: z.array(z.object({ role: RoleName, absent: PersonRef })),
  checklist: z.array(z.string()),
  /** Required evidence, and whether this person has opened it. */
  evidence: z.array(
    z.object({
      id: Id,
      kind: z.string(),
      name: z.string(),
      result: z.string(),
      required: z.boolean(),
      openedAt: z.nullable(Instant),
    }),
  ),
  /** Reasons per decision; empty means that it may be signed now. */
  reasons: z.object({
    endorse: z.array(Reason),
    'request-changes': z.array(Reason),
    reject: z.array(Reason),
  }),
  /** My sign-off on this request, where there is one. */
  mine: z.nullable(
    z.object({ id: Id, decision: DecisionName, state: z.string(), at: Instant, revision: z.int() }),
  ),
  /** What changed since I last signed this version, at whatever gate. */
  since: z.nullable(
    z.object({
      revision: z.int(),
      at: Instant,
      substanceChanged: z.boolean(),
      presentationChanged: z.boolean(),
      rows: z.array(
        z.object({
          part: z.string(),
          before: z.string(),
          after: z.string(),
          effect: z.enum(['void', 'owed', 'none']),
        }),
      ),
      releaseNotesBefore: z.string(),
      releaseNotesAfter: z.string(),
    }),
  ),
  /** What endorsing now would do: the stage entered, where this sign-off satisfies the gate. */
  wouldEnter: z.nullable(StageName),
  /** Where this is the one signature of the expedited road; it fills no place of a gate. */
  expedited: z.nullable(ExpeditedRoad),
  meanings: z.object({
    endorse: z.array(z.string()),
    'request-changes': z.array(z.string()),
    reject: z.array(z.string()),
  }),
});
export type SigningSubject = z.infer<typeof SigningSubject>;

export const ChecklistAnswer = z.object({
  question: z.string(),
  answer: z.enum(['yes', 'no', 'not-applicable']),
  note: z.optional(z.string().check(z.maxLength(2_000))),
});

/** Re-authentication for exactly one signature: the reply is a one-use grant of 60 seconds. */
export const Reauthenticate = z.object({
  requestId: Id,
  decision: DecisionName,
  substance: Digest,
  presentation: Digest,
  password: z.string().check(z.minLength(1), z.maxLength(1_000)),
  code: z.optional(OneTimeCode),
  /** In a sitting that has its full signature the password alone is the one personal factor. */
  sittingId: z.optional(Id),
});
export type Reauthenticate = z.infer<typeof Reauthenticate>;
export const SignGrant = z.object({ grant: z.string(), expiresAt: Instant });
export type SignGrant = z.infer<typeof SignGrant>;

export const Sign = z.object({
  requestId: Id,
  decision: DecisionName,
  role: RoleName,
  meaning: Line(300),
  comment: Comment,
  checklist: z.array(ChecklistAnswer).check(z.maxLength(100)),
  /** The digests that the signer was shown; others than today's are STALE. */
  substance: Digest,
  presentation: Digest,
  evidenceDigests: z.array(Digest),
  goalDigest: z.nullable(Digest),
  /** Of the references and attachments that were shown; left out where there were none. */
  referencesDigest: z.optional(z.nullable(Digest)),
  /** Only with an endorsement at approval. */
  condition: z.optional(ApprovalCondition),
  /** Only beside a request for changes at a gate that an amendment can answer. */
  suggestions: z.optional(z.array(SuggestionInput).check(z.maxLength(limits.suggestions))),
  grant: z.string().check(z.maxLength(200)),
});
export type Sign = z.infer<typeof Sign>;
export const SignedOff = z.object({
  signOffId: Id,
  satisfied: z.boolean(),
  stage: StageName,
  stageMoved: z.boolean(),
  receipt: Receipt,
});
export type SignedOff = z.infer<typeof SignedOff>;

/** Everything that will be signed, so that a passkey can be asked to sign its digest. */
export const PrepareSign = z.extend(z.omit(Sign, { grant: true }), { sittingId: z.optional(Id) });
export type PrepareSign = z.infer<typeof PrepareSign>;

export const WithdrawSignOff = z.object({ signOffId: Id, comment: Comment });
export type WithdrawSignOff = z.infer<typeof WithdrawSignOff>;
export const ReEndorse = z.object({ signOffId: Id, presentation: Digest, grant: z.string() });
export type ReEndorse = z.infer<typeof ReEndorse>;
export const PrepareReEndorse = z.omit(ReEndorse, { grant: true });
export type PrepareReEndorse = z.infer<typeof PrepareReEndorse>;

/** A grant that waits for the signer's passkey: `options` ask for a signature over the digest of `record`. */
export const PasskeyGrant = z.object({
  grant: z.string(),
  expiresAt: Instant,
  /** The canonical JSON that is about to be signed, and its SHA-256. */
  record: z.string(),
  digest: Digest,
  options: z.record(z.string(), z.unknown()),
});
export type PasskeyGrant = z.infer<typeof PasskeyGrant>;
export const ConfirmGrant = z.object({
  grant: z.string().check(z.maxLength(200)),
  response: z.record(z.string(), z.unknown()),
});
export type ConfirmGrant = z.infer<typeof ConfirmGrant>;

export const SignOffRow = z.object({
  id: Id,
  gate: GateName,
  environment: z.nullable(z.string()),
  person: PersonRef,
  role: RoleName,
  /** The person who was away and whose role it was. */
  deputyFor: z.nullable(PersonRef),
  decision: DecisionName,
  /** Of an endorsement at approval. */
  condition: z.nullable(ConditionView),
  meaning: z.string(),
  comment: z.string(),
  revision: z.int(),
  at: Instant,
  state: z.enum(['current', 'owed', 'void', 'withdrawn', 'cleared', 'replaced']),
  stateReason: z.nullable(z.string()),
  /** Of the expedited road; null where it fills a place of its gate. */
  incident: z.nullable(z.string()),
  assurance: z.string(),
  substance: Digest,
  presentation: Digest,
  signature: z.string(),
  publicKey: z.string(),
  goalDigest: z.nullable(Digest),
  /** Of the references and attachments that it covers; null where there were none. */
  referencesDigest: z.nullable(Digest),
  /** How many of those were withdrawn since. */
  referencesWithdrawn: z.int(),
  attachmentsWithdrawn: z.int(),
  recordDigest: Digest,
  signatureValid: z.boolean(),
  checklist: z.array(ChecklistAnswer),
  number: z.nullable(z.int()),
  mine: z.boolean(),
  mayWithdraw: z.array(Reason),
  mayReEndorse: z.array(Reason),
});
export type SignOffRow = z.infer<typeof SignOffRow>;

/** A sign-off as its person's page lists it. */
export const SignedByRow = z.object({
  id: Id,
  model: z.string(),
  version: z.string(),
  gate: GateName,
  environment: z.nullable(z.string()),
  incident: z.nullable(z.string()),
  role: RoleName,
  deputyFor: z.nullable(PersonRef),
  decision: DecisionName,
  revision: z.int(),
  at: Instant,
  state: SignOffRow.shape.state,
  number: z.nullable(z.int()),
});
export type SignedByRow = z.infer<typeof SignedByRow>;
export const SignedBy = z.extend(Page, { personId: Id });
export type SignedBy = z.infer<typeof SignedBy>;

/** What of my inbox is asked for; without anything all of it. */
export const InboxChoice = z.object({
  gate: z.optional(GateName),
  model: z.optional(ModelKey),
  /** Due by then: overdue ones by now. */
  dueBy: z.optional(z.enum(['now', 'week'])),
  /** What I claimed or was assigned, what nobody has claimed, or what I could sign as a deputy alone. */
  whose: z.optional(z.enum(['mine', 'free', 'deputy'])),
  tier: z.optional(TierName),
});
export type InboxChoice = z.infer<typeof InboxChoice>;
export const InboxFilter = z.object({ ...Page.shape, ...InboxChoice.shape });
export type InboxFilter = z.infer<typeof InboxFilter>;

export const InboxItem = z.object({
  requestId: Id,
  kind: z.enum(['sign', 're-endorse', 'changes-requested', 'finding', 'mention', 'lift']),
  gate: z.nullable(GateName),
  environment: z.nullable(z.string()),
  /** Of the expedited road; null at an ordinary gate. */
  incident: z.nullable(z.string()),
  model: z.object({ key: z.string(), name: z.string() }),
  tier: TierName,
  version: z.object({ label: z.string(), revision: z.int(), stage: StageName }),
  /** Where it takes a signature that I would give for somebody who is away. */
  deputyFor: z.nullable(PersonRef),
  /** Who means to sign it. */
  claims: z.array(Claim),
  /** Whether I may ask somebody else to sign it. */
  mayAssign: z.boolean(),
  /** Where a comment of this thread mentions me. */
  threadId: z.nullable(Id),
  signed: z.int(),
  needed: z.int(),
  why: z.string(),
  askedAt: Instant,
  askedBy: PersonRef,
  dueAt: z.nullable(Instant),
});
export type InboxItem = z.infer<typeof InboxItem>;
