import * as z from 'zod/mini';
import { EntryRow } from './entry.ts';
import { StandingName } from './policy.ts';
import { BoundedCount, Id, Instant, PersonRef, Reason } from './primitives.ts';
import { InputConditions, RecalledCaller, RecallRow, RecallScope, recallStates } from './recall.ts';

/** Where a recalled version served when it was marked, and what proves that it stopped there. */
export const RecallPlace = z.object({
  /** A deployment's id, or a name of serving outside. */
  place: z.string(),
  /** `elsewhere`: serving outside that recorded predictions told of; `observed`: a place that reports what it runs. */
  kind: z.enum(['deployment', 'elsewhere', 'observed']),
  environment: z.nullable(z.string()),
  label: z.string(),
  role: z.nullable(z.string()),
  /** Of what was reported from outside, the name that it has there. */
  name: z.nullable(z.string()),
  /** `answered`: one of the versions answered there since the mark. */
  state: z.enum(['unconfirmed', 'stopped', 'answered']),
  basis: z.nullable(z.enum(['probe', 'heartbeat'])),
  /** What was found, or what there is to wait for, as a sentence. */
  found: z.string(),
  /** When it was proven, or when it answered last. */
  at: z.nullable(Instant),
});
export type RecallPlace = z.infer<typeof RecallPlace>;

/** What has to hold before a recall is closed without a reason. */
export const closingKeys = ['told', 'silent', 'places', 'notices', 'rescored'] as const;
export const ClosingCondition = z.object({
  key: z.enum(closingKeys),
  met: z.boolean(),
  /** What has to hold, in words. */
  wants: z.string(),
  /** How it stands. */
  stands: z.string(),
});
export type ClosingCondition = z.infer<typeof ClosingCondition>;

export const RecallBoard = z.object({
  row: RecallRow,
  /** Number of the entry that marked the version; null while it is not numbered. */
  number: z.nullable(z.int()),
  scope: RecallScope,
  state: z.enum(recallStates),
  /** The one that it was raised for first, then those before it. */
  versions: z.array(
    z.object({
      label: z.string(),
      recallId: Id,
      standing: StandingName,
      /** When this mark ended: lifted, or taken over by a worse one. */
      endedAt: z.nullable(Instant),
      /** The worse mark that took over. */
      replacedBy: z.nullable(Id),
      liftSignatures: z.array(z.object({ person: PersonRef, at: Instant })),
    }),
  ),
  affected: z.nullable(z.string()),
  affectedInputs: z.nullable(InputConditions),
  /** Of all predictions of its versions those that meet the conditions, as far as they are counted. */
  affectedCount: z.nullable(
    z.object({ done: z.boolean(), looked: z.int(), matching: z.int(), unreadable: z.int() }),
  ),
  fallback: z.nullable(z.string()),
  /** Whether consumers know where to move, or what to do meanwhile, and until when. */
  complete: z.boolean(),
  overdue: z.boolean(),
  radius: z.object({
    predictions: BoundedCount,
    references: BoundedCount,
    firstAt: z.nullable(Instant),
    lastAt: z.nullable(Instant),
    callers: z.array(RecalledCaller),
    /** Answers of its versions since the mark. */
    since: BoundedCount,
  }),
  places: z.array(RecallPlace),
  conditions: z.array(ClosingCondition),
  closed: z.nullable(
    z.object({
      at: Instant,
      by: PersonRef,
      reason: z.nullable(z.string()),
      /** Conditions that did not hold, in words. */
      unmet: z.array(z.string()),
      number: z.nullable(z.int()),
    }),
  ),
  /** Entries about it, oldest first; `more` where there are more than these. */
  happened: z.object({ items: z.array(EntryRow), more: z.boolean() }),
  /** What stands in the way of who asks; empty: allowed. */
  mayComplete: z.array(Reason),
  mayClose: z.array(Reason),
  mayReport: z.boolean(),
  /** Whether one may remind its consumers. */
  mayRemind: z.boolean(),
});
export type RecallBoard = z.infer<typeof RecallBoard>;
