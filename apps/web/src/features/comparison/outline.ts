import type { ComparedColumn, ComparedMetric, VersionComparison } from '@countersign/contracts';
import { counted } from '../../marks/index.ts';

/** A section of the comparison, as the list of them says it before it is reached. */
export interface OutlinedSection {
  /** Its name in an address. */
  readonly at: string;
  readonly title: string;
  /** Nothing in it differs, and nothing else has to be said: it is one line until somebody opens it. */
  readonly same: boolean;
  /** What differs, in a few words; empty where it is told by what is still to be read. */
  readonly note: string;
}

const none = 'no difference';
const count = <Item>(items: readonly Item[], differs: (item: Item) => boolean) =>
  items.filter(differs).length;
const ofAll = (differing: number, all: number) => `${differing} of ${all} differ`;

/** Parts that are the same on both sides or not. */
const listed = (at: string, title: string, items: readonly { readonly same: boolean }[]): OutlinedSection => {
  const differing = count(items, ({ same }) => !same);
  return { at, title, same: differing === 0, note: differing === 0 ? none : ofAll(differing, items.length) };
};
const texts = (at: string, title: string, { before, after }: { before: string; after: string }) => {
  const same = before === after;
  return { at, title, same, note: same ? none : 'differs' };
};

/** The same figure on other data is another one. */
const isOtherMetric = ({ before, after, data }: ComparedMetric) => before !== after || data === 'other';
/** Columns of one distribution may have other rows and ranges. */
const isOtherColumn = ({ before, after, apart }: ComparedColumn) =>
  apart !== 0 || JSON.stringify(before) !== JSON.stringify(after);

/** The sections of a comparison in the order of the page. */
export function outlineOf(found: VersionComparison): OutlinedSection[] {
  const { schema, metrics, training, runs, files, fittedOnAll } = found;
  const metricsDiffer = count(metrics, isOtherMetric);
  const columnsDiffer = count(training.columns, isOtherColumn);
  const data = listed('training-data', 'Training data', found.datasets);
  const warns = fittedOnAll.before.length + fittedOnAll.after.length > 0;
  const isLogged = Boolean(runs.before?.found || runs.after?.found);
  const oneRun =
    runs.before?.experiment === runs.after?.experiment &&
    runs.before?.run === runs.after?.run &&
    Boolean(runs.before?.found) === Boolean(runs.before);
  const notebooks = files.filter(isNotebook);
  return [
    {
      at: 'change-class',
      title: 'Change class',
      same: false,
      note: found.change.class ?? 'cannot be judged',
    },
    {
      at: 'schema',
      title: 'Schema',
      same: schema.verdict === 'same' && schema.changes.length === 0,
      note: schema.verdict === 'same' ? none : schema.verdict === 'unknown' ? 'not known' : schema.verdict,
    },
    ...(schema.verdict === 'breaking'
      ? [{ at: 'who-uses', title: 'Who uses another version', same: false, note: '' }]
      : []),
    { at: 'golden-set', title: 'Golden set', same: false, note: '' },
    { at: 'prediction-behaviour', title: 'Prediction behaviour', same: false, note: '' },
    {
      at: 'metrics',
      title: 'Metrics',
      same: metricsDiffer === 0,
      note: metricsDiffer === 0 ? none : ofAll(metricsDiffer, metrics.length),
    },
    warns ? { ...data, same: false, note: 'fitted on all data' } : data,
    {
      at: 'training-columns',
      title: 'Columns of the training data',
      same: training.reason === null && columnsDiffer === 0,
      note:
        training.reason !== null
          ? 'not known'
          : columnsDiffer === 0
            ? none
            : ofAll(columnsDiffer, training.columns.length),
    },
    {
      at: 'runs',
      title: 'Runs',
      same: oneRun,
      note: oneRun ? (runs.before ? 'both name one run' : 'none is named') : 'differs',
    },
    ...(isLogged
      ? [
          listed('run-parameters', 'Parameters of the runs', runs.parameters),
          listed('run-metrics', 'Metrics of the runs', runs.metrics),
        ]
      : []),
    listed('parameters', 'Parameters', found.parameters),
    listed('build-environment', 'Build environment', found.buildEnvironment),
    texts('description', 'Description', found.description),
    texts('release-notes', 'Release notes', found.notes),
    ...(notebooks.length > 0 ? [listed('notebooks', 'Notebooks', notebooks)] : []),
    listed('files', 'Files', files),
  ];
}

export const isNotebook = ({ path }: { readonly path: string }): boolean => /\.ipynb$/i.test(path);

/** How many of them differ, of those whose difference is known. */
export const differingText = (sections: readonly OutlinedSection[]): string => {
  const same = count(sections, (section) => section.same);
  return same === 0
    ? counted(sections.length, 'section')
    : `${same} of ${sections.length} without a difference`;
};
