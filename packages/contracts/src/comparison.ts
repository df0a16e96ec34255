import * as z from 'zod/mini';
import { ChangeJudged } from './change-class.ts';
import { FittedOnAll } from './dataset.ts';
import { MetricValue, runStatuses } from './experiment.ts';
import { Digest, Instant, ModelKey, Page, VersionLabel } from './primitives.ts';
import { VersionRow } from './version-row.ts';

/** Two versions of one model; what is said reads from `before` to `after`. */
export const ComparedVersions = z.object({ model: ModelKey, before: VersionLabel, after: VersionLabel });
export type ComparedVersions = z.infer<typeof ComparedVersions>;

/** A named text on both sides; null where a side does not have it. */
export const ComparedText = z.object({
  name: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  same: z.boolean(),
});
export type ComparedText = z.infer<typeof ComparedText>;

export const ComparedMetric = z.object({
  name: z.string(),
  split: z.string(),
  before: z.nullable(z.number()),
  after: z.nullable(z.number()),
  difference: z.nullable(z.number()),
  /** same: both name one digest. other: they name two. unknown: one of them names none. */
  data: z.enum(['same', 'other', 'unknown']),
  /** Only where a goal of one of the versions declares which way is better. */
  verdict: z.nullable(z.enum(['better', 'worse', 'equal'])),
});
export type ComparedMetric = z.infer<typeof ComparedMetric>;

export const schemaChangeCodes = [
  'INPUT_ADDED_REQUIRED',
  'INPUT_ADDED_OPTIONAL',
  'INPUT_REMOVED',
  'INPUT_TYPE_NARROWED',
  'INPUT_TYPE_WIDENED',
  'INPUT_TYPE_CHANGED',
  'INPUT_NOW_REQUIRED',
  'INPUT_NOW_OPTIONAL',
  'INPUT_RANGE_NARROWED',
  'INPUT_RANGE_WIDENED',
  'INPUT_CATEGORY_DROPPED',
  'INPUT_CATEGORY_ADDED',
  'INPUT_UNIT_CHANGED',
  'SENSITIVE_USED',
  'SENSITIVE_DROPPED',
  'OUTPUT_ADDED',
  'OUTPUT_REMOVED',
  'OUTPUT_TYPE_CHANGED',
  'OUTPUT_CLASSES_CHANGED',
  'OUTPUT_CATEGORY_ADDED',
  'OUTPUT_UNIT_CHANGED',
  'DECISION_CHANGED',
] as const;
export type SchemaChangeCode = (typeof schemaChangeCodes)[number];

/** Typed over the closed list: a new change does not compile without its words. */
export const schemaChangeWord: Readonly<Record<SchemaChangeCode, string>> = {
  INPUT_ADDED_REQUIRED: 'Required input added',
  INPUT_ADDED_OPTIONAL: 'Optional input added',
  INPUT_REMOVED: 'Input removed; who still sends it is refused',
  INPUT_TYPE_NARROWED: 'Type of the input narrowed',
  INPUT_TYPE_WIDENED: 'Type of the input widened',
  INPUT_TYPE_CHANGED: 'Type of the input changed',
  INPUT_NOW_REQUIRED: 'Input may no longer be left empty',
  INPUT_NOW_OPTIONAL: 'Input may be left empty',
  INPUT_RANGE_NARROWED: 'Range of the input narrowed',
  INPUT_RANGE_WIDENED: 'Range of the input widened',
  INPUT_CATEGORY_DROPPED: 'Category dropped',
  INPUT_CATEGORY_ADDED: 'Category added',
  INPUT_UNIT_CHANGED: 'Unit of the input changed',
  SENSITIVE_USED: 'Begins to use a sensitive attribute',
  SENSITIVE_DROPPED: 'No longer uses a sensitive attribute',
  OUTPUT_ADDED: 'Output added',
  OUTPUT_REMOVED: 'Output removed',
  OUTPUT_TYPE_CHANGED: 'Type of the output changed',
  OUTPUT_CLASSES_CHANGED: 'Classes of the output changed',
  OUTPUT_CATEGORY_ADDED: 'The output may give another category',
  OUTPUT_UNIT_CHANGED: 'Unit of the output changed',
  DECISION_CHANGED: 'The decision rule gives other decisions',
};

export const SchemaChange = z.object({
  code: z.enum(schemaChangeCodes),
  /** `income`, or the output's name. */
  field: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  /** Whom it breaks who goes from `before` to `after` without a change of their own: who sends, or who reads. */
  breaks: z.nullable(z.enum(['senders', 'readers'])),
});
export type SchemaChange = z.infer<typeof SchemaChange>;

export const GoldenDifference = z.object({
  id: z.string(),
  output: z.string(),
  before: z.string(),
  after: z.string(),
  difference: z.nullable(z.number()),
});

/** Both golden sets where they ask the same question; `reason` where they cannot be held against each other. */
export const GoldenDisagreement = z.object({
  reason: z.nullable(z.enum(['NO_GOLDEN_SET', 'UNREADABLE', 'NOTHING_IN_COMMON'])),
  rows: z.object({ before: z.int(), after: z.int(), common: z.int() }),
  /** Rows with another label, decision or other text; null where the outputs have none. */
  decisionsDiffer: z.nullable(z.int()),
  /** Rows in which any output differs at all. */
  outputsDiffer: z.int(),
  largest: z.array(GoldenDifference),
});
export type GoldenDisagreement = z.infer<typeof GoldenDisagreement>;

/** What a version's reference statistics say of one column of its training data. */
export const ColumnStatistics = z.object({
  /** Rows, missing values among them. */
  rows: z.int(),
  missing: z.int(),
  /** Of a numeric column; null where it has no such figure. */
  mean: z.nullable(z.number()),
  lowest: z.nullable(z.number()),
  highest: z.nullable(z.number()),
  /** How many categories; null for a numeric column. */
  categories: z.nullable(z.int()),
});
export type ColumnStatistics = z.infer<typeof ColumnStatistics>;

export const ComparedColumn = z.object({
  name: z.string(),
  before: z.nullable(ColumnStatistics),
  after: z.nullable(ColumnStatistics),
  /**
   * From 0, the same distribution, to 1, nothing in common: the largest difference of the shares below any value, read
   * between the quantiles, and of categories the share that would have to move. Null where it cannot be told.
   */
  apart: z.nullable(z.number()),
  /** Categories that training data had on one side alone, at most 20. */
  appeared: z.array(z.string()),
  vanished: z.array(z.string()),
});
export type ComparedColumn = z.infer<typeof ComparedColumn>;

/** The training data of both, column by column, the most apart first; `reason` where there is nothing to compare. */
export const ComparedTraining = z.object({
  reason: z.nullable(z.enum(['NO_STATISTICS', 'UNREADABLE'])),
  columns: z.array(ComparedColumn),
});
export type ComparedTraining = z.infer<typeof ComparedTraining>;

/** The run that a version names; `found` is null where no such run was logged. */
export const ComparedRun = z.object({
  experiment: z.string(),
  run: z.string(),
  found: z.nullable(z.object({ name: z.string(), status: z.enum(runStatuses), startedAt: Instant })),
});
export type ComparedRun = z.infer<typeof ComparedRun>;

/** What was logged of the runs that both versions name. A side is null where its version names no run. */
export const ComparedRuns = z.object({
  before: z.nullable(ComparedRun),
  after: z.nullable(ComparedRun),
  /** Of those that were found; texts are cut to 500 characters, and held against each other in full. */
  parameters: z.array(ComparedText),
  metrics: z.array(
    z.object({
      name: z.string(),
      before: z.nullable(MetricValue),
      after: z.nullable(MetricValue),
      same: z.boolean(),
    }),
  ),
});
export type ComparedRuns = z.infer<typeof ComparedRuns>;

export const VersionComparison = z.object({
  before: VersionRow,
  after: VersionRow,
  /** The change class between the two, by what was declared as varying when `after` was registered. */
  change: ChangeJudged,
  metrics: z.array(ComparedMetric),
  /** Dataset references, part by part. */
  datasets: z.array(ComparedText),
  training: ComparedTraining,
  /** Where one of them was fitted on rows that it is measured on, its metrics are not to be trusted alike. */
  fittedOnAll: z.object({ before: z.array(FittedOnAll), after: z.array(FittedOnAll) }),
  runs: ComparedRuns,
  parameters: z.array(ComparedText),
  buildEnvironment: z.array(ComparedText),
  schema: z.object({
    verdict: z.enum(['same', 'compatible', 'breaking', 'unknown']),
    changes: z.array(SchemaChange),
  }),
  description: z.object({ before: z.string(), after: z.string() }),
  notes: z.object({ before: z.string(), after: z.string() }),
  files: z.array(
    z.object({ path: z.string(), before: z.nullable(Digest), after: z.nullable(Digest), same: z.boolean() }),
  ),
  golden: GoldenDisagreement,
});
export type VersionComparison = z.infer<typeof VersionComparison>;

/** Shares at which the values of a numeric output are shown. */
export const behaviourShares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

/** What predictions of one version answered, by one output. */
export const OutputBehaviour = z.object({
  count: z.int(),
  /** Of a numeric output; null of one of classes. */
  numbers: z.nullable(
    z.object({
      mean: z.nullable(z.number()),
      /** In the order of `behaviourShares`; none where no value is a finite number. */
      quantiles: z.array(z.number()),
      /** NaN and infinities, which are in no other figure. */
      notFinite: z.int(),
    }),
  ),
  /** The most frequent ones, at most 20; null of a numeric output. */
  classes: z.nullable(z.array(z.object({ name: z.string(), count: z.int() }))),
});
export type OutputBehaviour = z.infer<typeof OutputBehaviour>;

export const ComparedOutput = z.object({
  /** `ridership`, `probabilities.bad`, or `decision`. */
  name: z.string(),
  before: z.nullable(OutputBehaviour),
  after: z.nullable(OutputBehaviour),
  /** From 0, the same distribution, to 1, as of columns of training data. Null where it cannot be told. */
  apart: z.nullable(z.number()),
  /** Classes that one of them answered alone, at most 20. */
  appeared: z.array(z.string()),
  vanished: z.array(z.string()),
});
export type ComparedOutput = z.infer<typeof ComparedOutput>;

/** Predictions of one version that were answered within the window. */
export const RecordedBehaviour = z.object({
  version: VersionLabel,
  predictions: z.int(),
  /** Of those: claimed by whoever made them elsewhere. */
  claimed: z.int(),
  consumers: z.int(),
  /** Of those: what is in no figure of an output, because it is sealed under a subject's key, was not kept or was removed, or cannot be read. */
  sealed: z.int(),
  gone: z.int(),
  unreadable: z.int(),
});
export type RecordedBehaviour = z.infer<typeof RecordedBehaviour>;

/** A window of the time of the answer; without `to` until the last answer of either, without `from` 30 days. */
export const CompareBehaviour = z.extend(ComparedVersions, {
  from: z.optional(Instant),
  to: z.optional(Instant),
});
export type CompareBehaviour = z.infer<typeof CompareBehaviour>;

export const BehaviourComparison = z.object({
  from: Instant,
  to: Instant,
  before: RecordedBehaviour,
  after: RecordedBehaviour,
  /** The most apart first. */
  outputs: z.array(ComparedOutput),
});
export type BehaviourComparison = z.infer<typeof BehaviourComparison>;

/** One output of a golden row, as both answer it; null of one that has no such output or no answer. */
export const GoldenOutput = z.object({
  name: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  /** Between two numbers. */
  difference: z.nullable(z.number()),
});

export const GoldenRow = z.object({
  id: z.string(),
  inputs: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The decision is among them, where there is a rule. */
  outputs: z.array(GoldenOutput),
  differs: z.boolean(),
  /** The largest difference of its numbers; null where another word was answered. */
  largest: z.nullable(z.number()),
  /** Why one of them has no answer: `INPUT_REFUSED`, for instance. */
  code: z.nullable(z.string()),
});
export type GoldenRow = z.infer<typeof GoldenRow>;

/** How far the numbers of one output are apart, over the rows that both answer. */
export const GoldenSpread = z.object({
  name: z.string(),
  /** Rows whose value is another one. */
  differ: z.int(),
  /** Of all rows; null where the output is no number. */
  median: z.nullable(z.number()),
  ninth: z.nullable(z.number()),
  largest: z.nullable(z.number()),
});
export type GoldenSpread = z.infer<typeof GoldenSpread>;

/** An execution of both versions on the golden set of the later one. */
export const GoldenScoring = z.object({
  state: z.enum(['queued', 'running', 'done', 'failed']),
  done: z.int(),
  total: z.int(),
  error: z.nullable(z.string()),
  at: Instant,
});
export type GoldenScoring = z.infer<typeof GoldenScoring>;

export const ListGoldenRows = z.extend(Page, {
  model: ModelKey,
  pair: z.omit(ComparedVersions, { model: true }),
  /** Those that differ without it. */
  which: z.optional(z.enum(['all'])),
});
export type ListGoldenRows = z.infer<typeof ListGoldenRows>;

/** The rows of a golden set with what both versions answer, those first that are the furthest apart. */
export const GoldenRowsPage = z.object({
  /** `recorded`: what the golden sets of both say of the rows that they share. `scored`: both were executed. Null: neither. */
  source: z.nullable(z.enum(['recorded', 'scored'])),
  scoring: z.nullable(GoldenScoring),
  /** Whether the reader may have both executed, which takes two artifacts and a golden set. */
  mayScore: z.boolean(),
  rows: z.int(),
  differing: z.int(),
  outputs: z.array(GoldenSpread),
  items: z.array(GoldenRow),
  next: z.nullable(z.string()),
});
export type GoldenRowsPage = z.infer<typeof GoldenRowsPage>;
