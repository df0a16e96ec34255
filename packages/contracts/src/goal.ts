import * as z from 'zod/mini';
import { Digest, Id, Instant, Line } from './primitives.ts';

export const goalComparisons = ['>=', '<=', '>', '<'] as const;

/** One metric threshold of the original goal. Without a split it holds on whatever data the metric is measured. */
export const GoalThreshold = z.object({
  metric: Line(100),
  split: z.optional(Line(100)),
  comparison: z.enum(goalComparisons),
  threshold: z.number(),
});
export type GoalThreshold = z.infer<typeof GoalThreshold>;

export const StatedUses = z.array(Line(300)).check(z.maxLength(20));
export const GoalThresholds = z.array(GoalThreshold).check(z.maxLength(50));

/** What is fixed at approval: the uses that production is granted for, the original goal, and until when. */
export const Goal = z.object({ uses: StatedUses, thresholds: GoalThresholds, until: Instant });
export type Goal = z.infer<typeof Goal>;

/** A threshold beside what the version claims of the same metric; null where it claims nothing, or several values. */
export const ThresholdView = z.extend(GoalThreshold, {
  claimed: z.nullable(z.number()),
  met: z.nullable(z.boolean()),
});
export type ThresholdView = z.infer<typeof ThresholdView>;

export const GoalView = z.object({
  requestId: Id,
  digest: Digest,
  /** asked: its request collects sign-offs. fixed: approved as it stands here. */
  state: z.enum(['asked', 'fixed']),
  uses: z.array(z.string()),
  thresholds: z.array(ThresholdView),
  until: Instant,
  /** When it was asked for. */
  at: Instant,
});
export type GoalView = z.infer<typeof GoalView>;

/** A goal that was fixed before: of the same version, else of another one of its model. */
export const EarlierGoal = z.extend(Goal, { version: z.string() });
export type EarlierGoal = z.infer<typeof EarlierGoal>;

/** Where a request for approval may start from, and what it has to say. */
export const GoalProposal = z.object({
  earlier: z.nullable(EarlierGoal),
  /** Whether the tier asks for metric thresholds; stated uses are always asked for. */
  thresholdsRequired: z.boolean(),
  /** The policy grants no approval beyond this. */
  latestUntil: Instant,
});
export type GoalProposal = z.infer<typeof GoalProposal>;

const keeps: Record<GoalThreshold['comparison'], (value: number, threshold: number) => boolean> = {
  '>=': (value, threshold) => value >= threshold,
  '<=': (value, threshold) => value <= threshold,
  '>': (value, threshold) => value > threshold,
  '<': (value, threshold) => value < threshold,
};

/** Whether a value of the metric keeps its threshold. */
export const meetsThreshold = (
  { comparison, threshold }: Pick<GoalThreshold, 'comparison' | 'threshold'>,
  value: number,
): boolean => keeps[comparison](value, threshold);
