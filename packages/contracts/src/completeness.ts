import * as z from 'zod/mini';
import { Id, Instant, ModelKey } from './primitives.ts';

/** Times bound when predictions were answered: `from` is in it, `to` is not. */
export const CompletenessFilter = z.object({
  model: ModelKey,
  from: z.optional(Instant),
  to: z.optional(Instant),
});
export type CompletenessFilter = z.infer<typeof CompletenessFilter>;

/** Numbers that a deployment gave and no prediction has: within the period, at its edges, or after the last one recorded. */
export const MissingNumbers = z.object({
  count: z.int(),
  /** The first of them, at most a hundred. */
  numbers: z.array(z.int()),
});

/** What one deployment answered in the period. */
export const NumberedDeployment = z.object({
  deploymentId: Id,
  version: z.string(),
  environment: z.string(),
  role: z.string(),
  startedAt: Instant,
  endedAt: z.nullable(Instant),
  /** Predictions of the period, those that a fallback answered in its place among them. */
  predictions: z.int(),
  byFallback: z.int(),
  /** Lowest and highest number of the period; null where nothing of it is there although numbers were given. */
  first: z.nullable(z.int()),
  last: z.nullable(z.int()),
  missing: MissingNumbers,
  /** Numbers that more than one prediction has. */
  twice: z.int(),
  /** Numbers that it gave in all, until now. */
  numbered: z.int(),
});
export type NumberedDeployment = z.infer<typeof NumberedDeployment>;

/** How complete the record of a model's predictions is, to be held against a gateway's log. */
export const Completeness = z.object({
  model: z.object({ key: z.string(), name: z.string() }),
  from: z.nullable(Instant),
  to: z.nullable(Instant),
  deployments: z.array(NumberedDeployment),
  totals: z.object({
    /** Answered and numbered here. */
    answered: z.int(),
    /** Recorded elsewhere and sent to us: claimed. They have no number, and what was left out of them is not known here. */
    elsewhere: z.int(),
    /** Answered here before deployments numbered their predictions. */
    unnumbered: z.int(),
    missing: z.int(),
    twice: z.int(),
    /** `elsewhere` of all, between 0 and 1, with four digits; null where there are none. */
    shareElsewhere: z.nullable(z.string()),
  }),
});
export type Completeness = z.infer<typeof Completeness>;
