import type { GoalProposal, GoalThreshold, OpenRequest, VersionPage } from '@countersign/contracts';
import { dayText } from '../../marks/index.ts';

export type Comparison = GoalThreshold['comparison'];

/** A threshold on its way; `key` tells rows apart while they are typed. */
export interface ThresholdDraft {
  readonly key: number;
  readonly metric: string;
  readonly split: string;
  readonly comparison: Comparison;
  readonly threshold: string;
}

export interface GoalDraft {
  /** One a line. */
  readonly uses: string;
  readonly thresholds: readonly ThresholdDraft[];
  /** A day where the person sits; empty for the whole validity. */
  readonly until: string;
}

type Metric = Pick<VersionPage['metrics'][number], 'name' | 'value' | 'split'>;

/** Metrics of which less is better, by the names that libraries give them; of the others more is. */
const lessIsBetter =
  /(^|_)(mae|mse|rmse|rmsle|mape|smape|loss|error|brier|deviance|rate|bias)($|_)|log_?loss/i;
export const comparisonFor = (metric: string): Comparison => (lessIsBetter.test(metric) ? '<=' : '>=');

/** Metrics that a goal starts from, where there was no goal before. */
const proposed = 3;

/** The split that says most of data that were not trained on; parts of a split, named by a slash, are left out. */
function heldOut(metrics: readonly Metric[]): Metric[] {
  const whole = metrics.filter(({ split }) => !split.includes('/'));
  const splits = [...new Set(whole.map(({ split }) => split))];
  const split =
    splits.find((name) => /hold|test/i.test(name)) ??
    splits.find((name) => /valid/i.test(name)) ??
    splits.find((name) => !/train/i.test(name));
  return whole.filter((metric) => metric.split === split).slice(0, proposed);
}

export function startFrom(metrics: readonly Metric[], proposal: GoalProposal): GoalDraft {
  const { earlier, latestUntil } = proposal;
  const thresholds: Omit<ThresholdDraft, 'key'>[] = earlier
    ? earlier.thresholds.map(({ metric, split, comparison, threshold }) => ({
        metric,
        split: split ?? '',
        comparison,
        threshold: String(threshold),
      }))
    : heldOut(metrics).map(({ name, value, split }) => ({
        metric: name,
        split,
        comparison: comparisonFor(name),
        threshold: String(Number(value.toPrecision(4))),
      }));
  return {
    uses: earlier?.uses.join('\n') ?? '',
    thresholds: thresholds.map((threshold, key) => ({ key, ...threshold })),
    until: dayText(latestUntil),
  };
}

/** One more threshold, empty; told apart from all before it. */
export const withThreshold = (thresholds: readonly ThresholdDraft[]): ThresholdDraft[] => [
  ...thresholds,
  {
    key: Math.max(-1, ...thresholds.map(({ key }) => key)) + 1,
    metric: '',
    split: '',
    comparison: '>=',
    threshold: '',
  },
];

const figureOf = (text: string): number | null =>
  text.trim() === '' || !Number.isFinite(Number(text)) ? null : Number(text);

const isBlank = ({ metric, split, threshold }: ThresholdDraft): boolean =>
  metric.trim() === '' && split.trim() === '' && threshold.trim() === '';

const usesOf = (uses: string): string[] =>
  uses
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What the version claims of a threshold's metric, and whether it keeps it; null where there is no one value. */
export function claimOf(draft: ThresholdDraft, metrics: readonly Metric[]): number | null {
  const claims = metrics.filter(
    ({ name, split }) =>
      name === draft.metric.trim() && (draft.split.trim() === '' || split === draft.split.trim()),
  );
  return claims.length === 1 ? claims[0]!.value : null;
}

/** What is still owed before approval can be asked for, in the order of the form. */
export function goalProblems(draft: GoalDraft, { thresholdsRequired }: GoalProposal): string[] {
  const stated = draft.thresholds.filter((one) => !isBlank(one));
  const broken = draft.thresholds.findIndex(
    (one) => !isBlank(one) && (one.metric.trim() === '' || figureOf(one.threshold) === null),
  );
  return [
    ...(usesOf(draft.uses).length === 0 ? ['State at least one use.'] : []),
    ...(thresholdsRequired && stated.length === 0 ? ['Name at least one threshold of a metric.'] : []),
    ...(broken === -1 ? [] : [`Threshold ${broken + 1} needs a metric and a number.`]),
  ];
}

/** What is sent: rows that were left empty are not. */
export function statedGoal(
  draft: GoalDraft,
  { latestUntil }: GoalProposal,
): Required<Pick<OpenRequest, 'uses' | 'goal' | 'until'>> {
  const endOfDay = draft.until === '' ? null : new Date(`${draft.until}T23:59:59`);
  return {
    uses: usesOf(draft.uses),
    goal: draft.thresholds
      .filter((one) => !isBlank(one))
      .map(({ metric, split, comparison, threshold }) => ({
        metric: metric.trim(),
        ...(split.trim() === '' ? {} : { split: split.trim() }),
        comparison,
        threshold: figureOf(threshold) ?? 0,
      })),
    until: endOfDay === null || endOfDay > new Date(latestUntil) ? latestUntil : endOfDay.toISOString(),
  };
}
