import * as z from 'zod/mini';
import { StandingName } from './policy.ts';
import {
  BoundedCount,
  Id,
  Instant,
  ModelKey,
  PersonRef,
  Prose,
  Receipt,
  VersionLabel,
} from './primitives.ts';
import { VersionAddress } from './version.ts';

export const severities = ['low', 'medium', 'high', 'critical'] as const;

/** `this-and-before`: every earlier version of the model as well that is not marked as badly already. */
export const recallScopes = ['this', 'this-and-before'] as const;
export const RecallScope = z.enum(recallScopes);
export type RecallScope = z.infer<typeof RecallScope>;

export const inputComparisons = ['<', '<=', '>', '>=', '=', '<>', 'missing'] as const;
/** A condition on one field of the schema's inputs; `missing` takes no value, the others one of the field's type. */
export const InputCondition = z.object({
  field: z.string().check(z.minLength(1), z.maxLength(200)),
  comparison: z.enum(inputComparisons),
  value: z.optional(z.union([z.number(), z.string().check(z.maxLength(200)), z.boolean()])),
});
export type InputCondition = z.infer<typeof InputCondition>;
/** Every condition holds for an affected prediction. */
export const InputConditions = z.array(InputCondition).check(z.minLength(1), z.maxLength(10));

/** What may be told with the mark or after it. */
const recallFacts = {
  scope: z.optional(RecallScope),
  /** Which inputs are affected, in words and as conditions that predictions are counted by. */
  affected: z.optional(Prose(2_000)),
  affectedInputs: z.optional(InputConditions),
  /** The fixed version. */
  replacement: z.optional(VersionLabel),
  /** What to do while there is none. */
  fallback: z.optional(Prose(2_000)),
  /** RFC 3339, in the future: until when consumers have moved. */
  deadline: z.optional(Instant),
};

export const MarkVersion = z.object({
  model: ModelKey,
  version: VersionLabel,
  standing: z.enum(['advisory', 'blocked']),
  severity: z.enum(severities),
  reason: Prose(5_000),
  ...recallFacts,
});
export type MarkVersion = z.infer<typeof MarkVersion>;
export const LiftStanding = z.object({
  model: ModelKey,
  version: VersionLabel,
  comment: Prose(5_000),
  /** What is lifted: with the version's digests it is what the grant is for. */
  recallId: Id,
  grant: z.string().check(z.maxLength(200)),
});
export type LiftStanding = z.infer<typeof LiftStanding>;
export const Lifted = z.object({
  lifted: z.boolean(),
  /** Labels of the versions of the same recall that stay marked. */
  stillMarked: z.array(z.string()),
  receipt: Receipt,
});
export type Lifted = z.infer<typeof Lifted>;
export const PrepareLift = z.omit(LiftStanding, { grant: true });
export type PrepareLift = z.infer<typeof PrepareLift>;
export const Marked = z.object({
  recallId: Id,
  standing: StandingName,
  /** Labels of the earlier versions that were marked with it. */
  others: z.array(z.string()),
  receipt: Receipt,
});
export type Marked = z.infer<typeof Marked>;

export const RecallAddress = z.object({ recallId: Id });
export type RecallAddress = z.infer<typeof RecallAddress>;
/** What is named replaces what was told before; what is left out stays. A wider scope cannot be taken back. */
export const CompleteRecall = z.object({
  recallId: Id,
  severity: z.optional(z.enum(severities)),
  ...recallFacts,
});
export type CompleteRecall = z.infer<typeof CompleteRecall>;
export const CloseRecall = z.object({
  recallId: Id,
  /** Wanted where conditions do not hold. */
  reason: z.optional(Prose(5_000)),
});
export type CloseRecall = z.infer<typeof CloseRecall>;

/** A consumer of recalled versions; `declared`: a use that it declared covers one of them, called or not. */
export const RecalledCaller = z.object({
  consumer: z.string(),
  name: z.string(),
  use: z.enum(['declared', 'discovered']),
  predictions: z.int(),
  lastAt: z.nullable(Instant),
});
export type RecalledCaller = z.infer<typeof RecalledCaller>;

/** Shown before somebody blocks: who answers instead, and how many callers would get errors. */
export const BlastRadius = z.object({
  serving: z.array(
    z.object({
      environment: z.string(),
      production: z.boolean(),
      role: z.string(),
      /** What is declared to answer instead. */
      fallback: z.nullable(z.string()),
      /** Whether anything would answer instead now; a fallback may be blocked itself. */
      answers: z.boolean(),
      /** The same where all versions before are recalled as well, a fallback among them. */
      answersWithBefore: z.boolean(),
    }),
  ),
  /** Whoever called it or declared to use it, the busiest first. */
  callers: z.array(RecalledCaller),
  /** Versions that lean on this one. */
  dependents: z.array(
    z.object({
      model: z.string(),
      version: z.string(),
      because: z.enum(['fallback', 'same-artifact']),
      serves: z.boolean(),
    }),
  ),
  /** Earlier versions that "this and all before" would mark as well. */
  before: z.object({ versions: z.int(), serving: z.int() }),
  /** When the first and the last prediction was answered. */
  firstAt: z.nullable(Instant),
  lastAt: z.nullable(Instant),
  predictions: BoundedCount,
  /** Of these, those that kept a reference only: none of them can be reproduced. */
  references: BoundedCount,
});
export type BlastRadius = z.infer<typeof BlastRadius>;

/** How many of the newest predictions have inputs that meet the conditions. */
export const AffectedCount = z.object({
  looked: z.int(),
  /** There are more predictions than were looked at. */
  more: z.boolean(),
  matching: z.int(),
  /** Of those looked at: nothing was kept that could be read. */
  unreadable: z.int(),
});
export type AffectedCount = z.infer<typeof AffectedCount>;
export const CountAffected = z.extend(VersionAddress, { conditions: InputConditions });
export type CountAffected = z.infer<typeof CountAffected>;

/** `lifted`: the version that it was raised for may be used again. */
export const recallStates = ['open', 'closed', 'lifted'] as const;

export const RecallRow = z.object({
  id: Id,
  model: z.object({ key: z.string(), name: z.string() }),
  label: z.string(),
  standing: z.enum(['advisory', 'blocked']),
  severity: z.enum(severities),
  reason: z.string(),
  replacement: z.nullable(z.string()),
  state: z.enum(recallStates),
  /** Earlier versions that were recalled with it. */
  others: z.int(),
  deadline: z.nullable(Instant),
  by: PersonRef,
  at: Instant,
  liftedAt: z.nullable(Instant),
  closedAt: z.nullable(Instant),
  lastCaller: z.nullable(z.string()),
  callsSince: z.int(),
});
export type RecallRow = z.infer<typeof RecallRow>;
