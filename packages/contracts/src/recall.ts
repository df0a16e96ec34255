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

export const severities = ['low', 'medium', 'high', 'critical'] as const;

export const MarkVersion = z.object({
  model: ModelKey,
  version: VersionLabel,
  standing: z.enum(['advisory', 'blocked']),
  severity: z.enum(severities),
  reason: Prose(5_000),
  replacement: z.optional(VersionLabel),
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
export const PrepareLift = z.omit(LiftStanding, { grant: true });
export type PrepareLift = z.infer<typeof PrepareLift>;
export const Marked = z.object({ recallId: Id, standing: StandingName, receipt: Receipt });
export type Marked = z.infer<typeof Marked>;

/** Shown before somebody blocks: who answers instead, and how many callers would get errors. */
export const BlastRadius = z.object({
  serving: z.array(z.object({ environment: z.string(), role: z.string(), fallback: z.nullable(z.string()) })),
  callers: z.array(z.object({ consumer: z.string(), predictions: z.int(), lastAt: Instant })),
  predictions: BoundedCount,
  /** Of these, those that kept a reference only: none of them can be reproduced. */
  references: BoundedCount,
});
export type BlastRadius = z.infer<typeof BlastRadius>;

export const RecallRow = z.object({
  id: Id,
  model: z.object({ key: z.string(), name: z.string() }),
  label: z.string(),
  standing: z.enum(['advisory', 'blocked']),
  severity: z.enum(severities),
  reason: z.string(),
  replacement: z.nullable(z.string()),
  by: PersonRef,
  at: Instant,
  liftedAt: z.nullable(Instant),
  lastCaller: z.nullable(z.string()),
  callsSince: z.int(),
});
export type RecallRow = z.infer<typeof RecallRow>;
