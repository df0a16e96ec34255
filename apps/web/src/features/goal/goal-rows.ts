import type { EarlierGoal, GoalThreshold, GoalView, ThresholdView } from '@countersign/contracts';
import { figureText } from '../../marks/index.ts';

export const comparisonSign: Record<GoalThreshold['comparison'], string> = {
  '>=': '≥',
  '<=': '≤',
  '>': '>',
  '<': '<',
};

export const thresholdText = ({
  comparison,
  threshold,
}: Pick<GoalThreshold, 'comparison' | 'threshold'>): string =>
  `${comparisonSign[comparison]} ${figureText(threshold)}`;

/** A threshold of this goal, of the earlier one, or of both; null where it is not part of one. */
export interface GoalRow {
  readonly metric: string;
  readonly split: string | null;
  readonly now: ThresholdView | null;
  readonly before: GoalThreshold | null;
}

const placeOf = ({ metric, split, comparison }: GoalThreshold): string =>
  JSON.stringify([metric, split ?? null, comparison]);

/** Every threshold beside the one of the earlier goal that it follows; at the end those that are asked no longer. */
export function goalRows(goal: Pick<GoalView, 'thresholds'>, earlier: EarlierGoal | null): GoalRow[] {
  const before = new Map((earlier?.thresholds ?? []).map((one) => [placeOf(one), one]));
  const kept = goal.thresholds.map((now): GoalRow => {
    const followed = before.get(placeOf(now)) ?? null;
    before.delete(placeOf(now));
    return { metric: now.metric, split: now.split ?? null, now, before: followed };
  });
  const dropped = [...before.values()].map(
    (one): GoalRow => ({ metric: one.metric, split: one.split ?? null, now: null, before: one }),
  );
  return [...kept, ...dropped];
}

/** Uses of this goal, with those that are new, and at the end those of the earlier one that are left out. */
export function useRows(
  goal: Pick<GoalView, 'uses'>,
  earlier: EarlierGoal | null,
): { use: string; change: 'new' | 'left-out' | null }[] {
  const had = new Set(earlier?.uses);
  const has = new Set(goal.uses);
  return [
    ...goal.uses.map((use) => ({
      use,
      change: earlier !== null && !had.has(use) ? ('new' as const) : null,
    })),
    ...[...had].filter((use) => !has.has(use)).map((use) => ({ use, change: 'left-out' as const })),
  ];
}
