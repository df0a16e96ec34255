import type { AmendVersion, DatasetReference, VersionPage } from '@countersign/contracts';

type Metric = VersionPage['metrics'][number];
type Dataset = VersionPage['datasets'][number];

/** `key` tells rows apart while they are typed. */
export interface MetricDraft {
  readonly key: number;
  readonly name: string;
  readonly value: string;
  readonly split: string;
  readonly rows: string;
  readonly datasetDigest: string;
}

export interface DatasetDraft {
  readonly key: number;
  readonly name: string;
  readonly kind: string;
  readonly uri: string;
  readonly digest: string;
  readonly query: string;
  readonly start: string;
  readonly end: string;
  readonly rows: string;
  /** What the form does not show stays as it is. */
  readonly kept: Pick<DatasetReference, 'split' | 'source'>;
}

export interface SubstanceDraft {
  readonly metrics: readonly MetricDraft[];
  readonly datasets: readonly DatasetDraft[];
}

const textOf = (value: string | number | null): string => (value === null ? '' : String(value));

export const substanceDraft = ({
  metrics,
  datasets,
}: Pick<VersionPage, 'metrics' | 'datasets'>): SubstanceDraft => ({
  metrics: metrics.map(({ name, value, split, rows, datasetDigest }: Metric, key) => ({
    key,
    name,
    value: String(value),
    split,
    rows: textOf(rows),
    datasetDigest: textOf(datasetDigest),
  })),
  datasets: datasets.map(
    ({ name, kind, uri, digest, query, timeRange, rows, split, source }: Dataset, key) => ({
      key,
      name,
      kind,
      uri: textOf(uri),
      digest: textOf(digest),
      query: textOf(query),
      start: timeRange?.start ?? '',
      end: timeRange?.end ?? '',
      rows: textOf(rows),
      kept: { ...(split ? { split } : {}), ...(source ? { source } : {}) },
    }),
  ),
});

export const emptyMetric = { name: '', value: '', split: '', rows: '', datasetDigest: '' } as const;
export const emptyDataset = {
  name: '',
  kind: 'uri',
  uri: '',
  digest: '',
  query: '',
  start: '',
  end: '',
  rows: '',
  kept: {},
} as const;

/** A list with one more row, told apart from all before it. */
export const withRow = <Row extends { readonly key: number }>(
  rows: readonly Row[],
  row: Omit<Row, 'key'>,
): Row[] => [...rows, { ...row, key: Math.max(-1, ...rows.map(({ key }) => key)) + 1 } as Row];

const isFigure = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));
const isCount = (text: string): boolean => text.trim() === '' || /^\d{1,15}$/.test(text.trim());
const isDigest = (text: string): boolean => text.trim() === '' || /^[0-9a-f]{64}$/.test(text.trim());

function metricProblem({ name, value, split, rows, datasetDigest }: MetricDraft): string | null {
  if (name.trim() === '' || split.trim() === '') return 'needs a name and a split';
  if (!isFigure(value)) return 'needs a number as its value';
  if (!isCount(rows)) return 'counts its rows in whole numbers';
  return isDigest(datasetDigest) ? null : 'has a digest that is no SHA-256 in 64 hex characters';
}

function datasetProblem({ name, rows, digest, start, end }: DatasetDraft): string | null {
  if (name.trim() === '') return 'needs a name';
  if (!isCount(rows)) return 'counts its rows in whole numbers';
  if ((start.trim() === '') !== (end.trim() === '')) return 'has a time range without one of its ends';
  return isDigest(digest) ? null : 'has a digest that is no SHA-256 in 64 hex characters';
}

export const substanceProblems = ({ metrics, datasets }: SubstanceDraft): string[] => [
  ...metrics.flatMap((metric, index) => {
    const problem = metricProblem(metric);
    return problem ? [`Metric ${index + 1} ${problem}.`] : [];
  }),
  ...datasets.flatMap((dataset, index) => {
    const problem = datasetProblem(dataset);
    return problem ? [`Dataset reference ${index + 1} ${problem}.`] : [];
  }),
];

const optional = <Name extends string>(name: Name, text: string): Partial<Record<Name, string>> =>
  text.trim() === '' ? {} : ({ [name]: text.trim() } as Record<Name, string>);
const countOf = (rows: string): { rows?: number } => (rows.trim() === '' ? {} : { rows: Number(rows) });

const metricOf = ({ name, value, split, rows, datasetDigest }: MetricDraft) => ({
  name: name.trim(),
  value: Number(value),
  split: split.trim(),
  ...countOf(rows),
  ...optional('datasetDigest', datasetDigest),
});

const datasetOf = ({ name, kind, uri, digest, query, start, end, rows, kept }: DatasetDraft) => ({
  name: name.trim(),
  kind,
  ...optional('uri', uri),
  ...optional('digest', digest),
  ...optional('query', query),
  ...(start.trim() === '' ? {} : { timeRange: { start: start.trim(), end: end.trim() } }),
  ...countOf(rows),
  ...kept,
});

/** What is sent: only the lists that differ from those that were read. */
export function amendmentOf(
  before: SubstanceDraft,
  now: SubstanceDraft,
): Pick<AmendVersion, 'metrics' | 'datasets'> {
  const metrics = now.metrics.map(metricOf);
  const datasets = now.datasets.map(datasetOf);
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  return {
    ...(isSame(metrics, before.metrics.map(metricOf)) ? {} : { metrics }),
    ...(isSame(datasets, before.datasets.map(datasetOf)) ? {} : { datasets }),
  };
}

/** Enough of a digest to tell one from another; its whole text would bury the rest of the line. */
const brief = (digest: string): string =>
  digest.length > 24 ? `${digest.slice(0, 12)}…${digest.slice(-8)}` : digest;

/** A list as lines of text, so that its difference can be read. */
export const substanceText = ({ metrics, datasets }: SubstanceDraft): string =>
  [
    ...metrics
      .filter(({ name, value, split }) => name || value || split)
      .map(
        ({ name, value, split, rows, datasetDigest }) =>
          `${name} on ${split}: ${value}${rows && `, ${rows} rows`}${datasetDigest && `, data ${brief(datasetDigest)}`}`,
      ),
    ...datasets.flatMap(({ name, kind, uri, digest, query, start, end, rows }) => [
      `${name}: ${kind}${rows && `, ${rows} rows`}`,
      ...(uri ? [`${name}, address: ${uri}`] : []),
      ...(query ? [`${name}, query: ${query}`] : []),
      ...(start || end ? [`${name}, from ${start} to ${end}`] : []),
      ...(digest ? [`${name}, digest: ${brief(digest)}`] : []),
    ]),
  ].join('\n');
