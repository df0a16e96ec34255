import * as z from 'zod/mini';
import { limits } from './limits.ts';
import {
  BoundedCount,
  Digest,
  Id,
  Instant,
  Line,
  ModelKey,
  ModelRef,
  Page,
  PersonRef,
  Receipt,
} from './primitives.ts';

/** As MLflow has them. */
export const runStatuses = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Unique in its model. */
export const ExperimentName = Line(limits.experimentName).check(
  z.regex(/^(?!\.{1,2}$)/, 'a name that is more than dots'),
);
/** What the caller calls a run, unique in its experiment: MLflow's run id, for instance. */
export const RunKey = z
  .string()
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'up to 100 letters, digits, dots, dashes or colons'));

const Key = Line(limits.runKey);
const TextValue = z.string().check(z.maxLength(limits.runText));

/** A finite number, or what JSON has no number for, as MLflow writes it. */
export const MetricValue = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]);
export type MetricValue = z.infer<typeof MetricValue>;

/** One logged value. Without a step it is step 0; without a time it is that of the run's start. */
export const LoggedMetric = z.object({
  name: Key,
  value: MetricValue,
  step: z.optional(z.int()),
  at: z.optional(Instant),
});
export type LoggedMetric = z.infer<typeof LoggedMetric>;

export const RunDataset = z.object({
  name: Line(500),
  /** What for: training, validation. */
  context: z.optional(z.string().check(z.maxLength(100))),
  /** SHA-256, or whatever else its source names it by. */
  digest: z.optional(z.string().check(z.maxLength(200))),
  source: z.optional(z.string().check(z.maxLength(2_000))),
});
export const RunArtifact = z.object({
  path: Line(limits.path),
  digest: Digest,
  size: z.optional(z.int().check(z.minimum(0))),
});

/** What is logged of one run: of a new one, or more of one that is there. */
export const LogRun = z.object({
  run: RunKey,
  name: z.optional(Line(250)),
  status: z.optional(z.enum(runStatuses)),
  startedAt: z.optional(Instant),
  endedAt: z.optional(Instant),
  parameters: z.optional(z.record(Key, z.union([TextValue, z.number(), z.boolean()]))),
  metrics: z.optional(z.array(LoggedMetric)),
  tags: z.optional(z.record(Key, TextValue)),
  datasets: z.optional(z.array(RunDataset).check(z.maxLength(limits.runDatasets))),
  artifacts: z.optional(z.array(RunArtifact).check(z.maxLength(limits.runArtifacts))),
  notes: z.optional(z.string().check(z.maxLength(limits.runNotes))),
});
export type LogRun = z.infer<typeof LogRun>;

export const ExperimentAddress = z.object({ model: ModelKey, experiment: ExperimentName });
export type ExperimentAddress = z.infer<typeof ExperimentAddress>;
export const RunAddress = z.extend(ExperimentAddress, { run: RunKey });
export type RunAddress = z.infer<typeof RunAddress>;

export const LogRunsBody = z.object({
  runs: z.array(LogRun).check(z.minLength(1), z.maxLength(limits.runsLogged)),
});
export const LogRuns = z.extend(ExperimentAddress, LogRunsBody.shape);
export type LogRuns = z.infer<typeof LogRuns>;

export const LoggedRuns = z.object({
  experiment: z.string(),
  /** What this call added; nothing where all of it was there. */
  added: z.object({ runs: z.int(), parameters: z.int(), metrics: z.int() }),
  changed: z.int(),
  /** Null where nothing was added or changed. */
  receipt: z.nullable(Receipt),
});
export type LoggedRuns = z.infer<typeof LoggedRuns>;

export const ListExperiments = z.extend(Page, { model: ModelKey });
export type ListExperiments = z.infer<typeof ListExperiments>;
export const ExperimentRow = z.object({
  id: Id,
  name: z.string(),
  runs: z.int(),
  at: Instant,
  lastAt: Instant,
});
export type ExperimentRow = z.infer<typeof ExperimentRow>;
export const ExperimentsPage = z.object({
  items: z.array(ExperimentRow),
  next: z.nullable(z.string()),
  model: ModelRef,
  /** Whether this reader may log runs. */
  mayLog: z.boolean(),
});
export type ExperimentsPage = z.infer<typeof ExperimentsPage>;

/** What runs of an experiment have, to choose columns and to complete filters. */
export const RunKeys = z.object({
  metrics: z.array(z.string()),
  params: z.array(z.string()),
  tags: z.array(z.string()),
});
export type RunKeys = z.infer<typeof RunKeys>;
export const ExperimentPage = z.extend(ExperimentRow, { model: ModelRef, keys: RunKeys });
export type ExperimentPage = z.infer<typeof ExperimentPage>;

/** How runs are looked at. Columns and order are written as in filters: `metrics.rmse`, `params.model`, `attributes.status`. */
export const RunChoice = z.object({
  filter: z.optional(z.string().check(z.maxLength(limits.runFilter))),
  /** A column, then `asc` or `desc`; the newest start first without one. */
  order: z.optional(z.string().check(z.maxLength(400))),
  columns: z.optional(z.array(z.string().check(z.maxLength(400))).check(z.maxLength(limits.runColumns))),
});
export type RunChoice = z.infer<typeof RunChoice>;

export const ListRuns = z.extend(z.extend(Page, ExperimentAddress.shape), RunChoice.shape);
export type ListRuns = z.infer<typeof ListRuns>;
export const CountRuns = z.extend(ExperimentAddress, { filter: RunChoice.shape.filter });
export type CountRuns = z.infer<typeof CountRuns>;

export const RunRow = z.object({
  id: Id,
  run: z.string(),
  name: z.string(),
  status: z.enum(runStatuses),
  startedAt: Instant,
  endedAt: z.nullable(Instant),
  /** Labels of versions that name this run. */
  versions: z.array(z.string()),
  /** By column, of those that were asked for; absent where the run has none. */
  cells: z.record(z.string(), z.union([MetricValue, z.string()])),
});
export type RunRow = z.infer<typeof RunRow>;
export const RunsPage = z.object({ items: z.array(RunRow), next: z.nullable(z.string()) });
export type RunsPage = z.infer<typeof RunsPage>;
export const RunsCount = z.object({ matching: BoundedCount });

export const RunPage = z.object({
  id: Id,
  run: z.string(),
  name: z.string(),
  experiment: z.string(),
  model: ModelRef,
  status: z.enum(runStatuses),
  startedAt: Instant,
  endedAt: z.nullable(Instant),
  notes: z.string(),
  by: z.nullable(PersonRef),
  at: Instant,
  lastAt: Instant,
  versions: z.array(z.string()),
  parameters: z.array(z.object({ name: z.string(), value: z.string() })),
  tags: z.array(z.object({ name: z.string(), value: z.string() })),
  metrics: z.array(
    z.object({ name: z.string(), value: MetricValue, step: z.int(), at: Instant, points: z.int() }),
  ),
  datasets: z.array(
    z.object({ name: z.string(), context: z.string(), digest: z.string(), source: z.string() }),
  ),
  artifacts: z.array(z.object({ path: z.string(), digest: z.string(), size: z.nullable(z.int()) })),
});
export type RunPage = z.infer<typeof RunPage>;

/** Runs beside each other, in the order in which they are named. */
export const CompareRuns = z.extend(ExperimentAddress, {
  runs: z.array(RunKey).check(z.minLength(1), z.maxLength(limits.runsCompared)),
});
export type CompareRuns = z.infer<typeof CompareRuns>;
export const RunsComparison = z.object({ model: ModelRef, runs: z.array(RunPage) });
export type RunsComparison = z.infer<typeof RunsComparison>;

export const ReadHistory = z.extend(CompareRuns, { metric: Key });
export type ReadHistory = z.infer<typeof ReadHistory>;
/** The history of one metric, run by run; thinned out to the extremes of each stretch where it is long. */
export const MetricHistory = z.object({
  series: z.array(
    z.object({
      run: z.string(),
      name: z.string(),
      points: z.array(z.object({ step: z.int(), at: Instant, value: MetricValue })),
      /** How many were logged. */
      logged: z.int(),
    }),
  ),
});
export type MetricHistory = z.infer<typeof MetricHistory>;

/** A way of looking at an experiment's runs that one person keeps. The address of the page says it too, and can be sent. */
export const RunView = z.object({ id: Id, name: z.string(), choice: RunChoice });
export type RunView = z.infer<typeof RunView>;
export const SaveRunView = z.extend(ExperimentAddress, { name: Line(60), choice: RunChoice });
export type SaveRunView = z.infer<typeof SaveRunView>;
export const DeleteRunView = z.object({ id: Id });
export type DeleteRunView = z.infer<typeof DeleteRunView>;
