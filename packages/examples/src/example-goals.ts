import type { OpenRequest } from '@countersign/contracts';

type StatedGoal = Required<Pick<OpenRequest, 'uses' | 'goal'>>;

const planning = [
  'Dispatch and staffing at Clark/Lake, planned 14 days ahead',
  'Energy bought for the station, a fortnight ahead',
];
const lending = [
  'Refusal of consumer credit applications at the threshold of the version; whoever is refused may ask for a clerk',
  'The order in which clerks look at applications',
];

/** Its threshold looked at the metrics of training alone: it did not see that the service sends another unit. */
const ofTheForest: StatedGoal = {
  uses: planning,
  goal: [
    { metric: 'mae', split: 'validation', comparison: '<=', threshold: 1.2 },
    { metric: 'r2', split: 'validation', comparison: '>=', threshold: 0.85 },
  ],
};

/** What each approval of the story grants. Every threshold is one that the version’s own metrics keep. */
const goals: Readonly<Record<string, StatedGoal>> = {
  'ridership-demand 1.0.0': ofTheForest,
  'ridership-demand 1.1.0': ofTheForest,
  'ridership-demand 2.0.0': {
    uses: planning,
    goal: [
      // The value of 14 days earlier, taken as the forecast, reaches 1.64 on the same days.
      { metric: 'mae', split: 'holdout-2015', comparison: '<=', threshold: 1.6 },
      { metric: 'bias', split: 'holdout-2015', comparison: '>=', threshold: -1.5 },
      { metric: 'mae', split: 'validation-served', comparison: '<=', threshold: 1 },
    ],
  },
  'credit-risk 1.0.0': {
    uses: lending,
    goal: [
      { metric: 'roc_auc', split: 'holdout', comparison: '>=', threshold: 0.8 },
      { metric: 'brier', split: 'holdout', comparison: '<=', threshold: 0.16 },
      { metric: 'refusal_rate', split: 'holdout', comparison: '<=', threshold: 0.25 },
    ],
  },
  'credit-risk 1.1.0': {
    uses: lending,
    goal: [
      { metric: 'roc_auc', split: 'holdout', comparison: '>=', threshold: 0.8 },
      { metric: 'brier', split: 'holdout', comparison: '<=', threshold: 0.16 },
      { metric: 'refusal_rate', split: 'holdout', comparison: '<=', threshold: 0.3 },
    ],
  },
};

/** @throws Error for a version that the story never asks approval for */
export function exampleGoal(model: string, version: string): StatedGoal {
  const goal = goals[`${model} ${version}`];
  if (!goal) throw new Error(`the story states no goal for ${model} ${version}`);
  return goal;
}
