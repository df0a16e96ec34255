import * as z from 'zod/mini';
import {
  Comment,
  Id,
  Instant,
  Line,
  ModelKey,
  Page,
  PersonRef,
  Prose,
  Reason,
  VersionLabel,
} from './primitives.ts';

export const findingSeverities = ['low', 'medium', 'high', 'critical'] as const;
export const findingStates = ['open', 'closed', 'accepted'] as const;

/** A weakness of a version, with somebody who owns it and a day by which it is dealt with. */
export const RecordFinding = z.object({
  model: ModelKey,
  version: VersionLabel,
  title: Line(200),
  text: Comment,
  severity: z.enum(findingSeverities),
  ownerId: Id,
  dueAt: Instant,
});
export type RecordFinding = z.infer<typeof RecordFinding>;

/** closed: dealt with, perhaps shown by evidence. accepted: it stays, knowingly. open: again. */
export const AnswerFinding = z.object({
  findingId: Id,
  state: z.enum(findingStates),
  comment: Prose(10_000),
  evidenceId: z.optional(Id),
});
export type AnswerFinding = z.infer<typeof AnswerFinding>;

export const FindingRow = z.object({
  id: Id,
  /** F-1, F-2 … of its model. */
  name: z.string(),
  version: z.string(),
  title: z.string(),
  text: z.string(),
  severity: z.enum(findingSeverities),
  owner: PersonRef,
  dueAt: Instant,
  overdue: z.boolean(),
  state: z.enum(findingStates),
  by: PersonRef,
  at: Instant,
  answered: z.nullable(
    z.object({
      by: PersonRef,
      at: Instant,
      comment: z.string(),
      evidence: z.nullable(z.object({ id: Id, name: z.string() })),
    }),
  ),
  /** Why this person may not answer it; empty where they may. */
  mayAnswer: z.array(Reason),
});
export type FindingRow = z.infer<typeof FindingRow>;

/** Findings of a model, or of one of its versions; the newest first. */
export const FindingFilter = z.object({
  model: ModelKey,
  version: z.optional(VersionLabel),
  state: z.optional(z.enum(findingStates)),
  ...Page.shape,
});
export type FindingFilter = z.infer<typeof FindingFilter>;

/** A page of findings, and why this person may record none, if they may not. */
export const FindingPage = z.object({
  items: z.array(FindingRow),
  next: z.nullable(z.string()),
  reasons: z.array(Reason),
});
export type FindingPage = z.infer<typeof FindingPage>;
