import { isMapping, type Mapping } from './mapping.ts';
import { refuseImport } from './refuse-import.ts';

/** What a report says of one metric. */
export interface EvidentlyResult {
  readonly name: string;
  readonly value: unknown;
}

export interface EvidentlyTest {
  readonly name: string | null;
  /** In small letters: `success`, `fail`, `warning`, `error`, `skipped`. */
  readonly status: string;
}

/** A file of Evidently, whichever of its forms it has. */
export interface EvidentlyShape {
  /** Which form it is, and which releases write it. */
  readonly form: string;
  readonly results: readonly EvidentlyResult[];
  readonly tests: readonly EvidentlyTest[];
  /** Names of results that others were computed from. */
  readonly between: readonly string[];
}

interface Form {
  readonly form: string;
  is(said: Mapping): boolean;
  read(file: string, said: Mapping): Omit<EvidentlyShape, 'form'>;
}

const some = (list: unknown, is: (entry: Mapping) => boolean): boolean =>
  Array.isArray(list) && list.some((entry) => isMapping(entry) && is(entry));

/** As the serialising code of Evidently has them (https://github.com/evidentlyai/evidently), in 0.2 to 0.7. */
const forms: readonly Form[] = [
  {
    form: 'a report by metric names, of releases since 0.7.16',
    is: ({ metrics }) =>
      some(metrics, ({ id, metric_name }) => id !== undefined && metric_name !== undefined),
    read: (file, said) => namedBy(file, said, 'metric_name'),
  },
  {
    form: 'a report by metric ids, of releases 0.6 to 0.7.15',
    is: ({ metrics }) => some(metrics, ({ id, metric_id }) => id !== undefined && metric_id !== undefined),
    read: (file, said) => namedBy(file, said, 'metric_id'),
  },
  {
    form: 'a report of releases before 0.7, or of evidently.legacy',
    is: ({ metrics }) => some(metrics, ({ metric, result }) => metric !== undefined && result !== undefined),
    read: (file, { metrics, tests }) => ({
      results: olderResults(file, 'metrics', metrics),
      tests: testsIn(file, 'tests', tests),
      between: [],
    }),
  },
  {
    form: 'a test suite of releases before 0.7, or of evidently.legacy',
    is: ({ tests, summary }) =>
      Array.isArray(tests) && isMapping(summary) && summary.total_tests !== undefined,
    read: (file, { metric_results, tests }) => ({
      results: olderResults(file, 'metric_results', metric_results),
      tests: testsIn(file, 'tests', tests),
      between: [],
    }),
  },
  {
    form: 'a snapshot of releases since 0.6',
    is: ({ metric_results, top_level_metrics }) =>
      isMapping(metric_results) && Array.isArray(top_level_metrics),
    read: readSnapshot,
  },
  {
    form: 'a snapshot of releases before 0.7, or of evidently.legacy',
    is: ({ suite }) => isMapping(suite) && Array.isArray(suite.metric_results),
    read: readOlderSnapshot,
  },
  {
    form: 'a report without metrics, of releases since 0.6',
    is: ({ metrics, tests, ...more }) =>
      Array.isArray(metrics) &&
      metrics.every((entry) => isMapping(entry) && Object.keys(entry).length === 0) &&
      tests !== undefined &&
      Object.keys(more).length === 0,
    read: (file, { tests }) => ({ results: [], tests: testsIn(file, 'tests', tests), between: [] }),
  },
];

/** Null where it is nothing that Evidently writes. @throws Refusal IMPORT_REFUSED with the keys, where a part of it is broken */
export function shapeOfEvidently(file: string, said: unknown): EvidentlyShape | null {
  if (!isMapping(said)) return null;
  const found = forms.find((one) => one.is(said));
  return found ? { form: found.form, ...found.read(file, said) } : null;
}

function mappingAt(file: string, place: string, value: unknown, what: string): Mapping {
  if (isMapping(value)) return value;
  throw refuseImport(file, place, `is no ${what}`);
}

function namedBy(file: string, said: Mapping, key: 'metric_name' | 'metric_id') {
  const results = (said.metrics as unknown[]).flatMap((one, index) => {
    const place = `metrics.${index}`;
    const entry = mappingAt(file, place, one, 'metric');
    // A metric that gave nothing is an empty object.
    if (Object.keys(entry).length === 0) return [];
    if (entry.value === undefined) throw refuseImport(file, `${place}.value`, 'is missing');
    return [{ name: nameIn(file, `${place}.${key}`, entry[key]), value: entry.value }];
  });
  return { results, tests: testsIn(file, 'tests', said.tests), between: [] };
}

function olderResults(file: string, at: string, list: unknown): EvidentlyResult[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw refuseImport(file, at, 'is no list');
  return list.map((one: unknown, index) => {
    const place = `${at}.${index}`;
    const { metric, result } = mappingAt(file, place, one, 'metric');
    if (result === undefined) throw refuseImport(file, `${place}.result`, 'is missing');
    return { name: `${nameIn(file, `${place}.metric`, metric)}${columnOf(result)}`, value: result };
  });
}

/** Only those at the top are what a report shows; the others are what they were computed from. */
function readSnapshot(file: string, said: Mapping) {
  const all = said.metric_results as Mapping;
  const top = new Set(said.top_level_metrics as unknown[]);
  const results: EvidentlyResult[] = [];
  const tests: EvidentlyTest[] = [];
  const between: string[] = [];
  for (const id of top)
    if (typeof id !== 'string' || !Object.hasOwn(all, id))
      throw refuseImport(
        file,
        'top_level_metrics',
        `names ${typeof id === 'string' ? line(id) : 'something'} that has no result`,
      );
  for (const [id, one] of Object.entries(all)) {
    const place = `metric_results.${id}`;
    const result = mappingAt(file, place, one, 'result');
    const name = calledWith(result) ?? nameIn(file, `${place}.display_name`, result.display_name);
    if (!top.has(id)) between.push(name);
    else {
      results.push({ name, value: result });
      tests.push(...testsIn(file, `${place}.tests`, result.tests));
    }
  }
  return { results, tests, between };
}

/** As reports of 0.7 name a metric: its type and what it was called with. */
function calledWith({ metric_value_location: location }: Mapping): string | null {
  const metric = isMapping(location) ? location.metric : null;
  const params = isMapping(metric) ? metric.params : null;
  if (!isMapping(params) || typeof params.type !== 'string') return null;
  const said = Object.entries(params).flatMap(([key, value]) => {
    const texts = (Array.isArray(value) ? value : [value]).filter(
      (one) => one !== null && typeof one !== 'object',
    );
    return key === 'type' || key.endsWith('tests') || texts.length === 0 ? [] : [`${key}=${texts.join(',')}`];
  });
  return line(`${params.type.split(':').at(-1)}(${said.join(',')})`);
}

function readOlderSnapshot(file: string, said: Mapping) {
  const suite = said.suite as Mapping;
  const values = suite.metric_results as unknown[];
  const metrics = Array.isArray(suite.metrics) ? suite.metrics : [];
  const asked = new Set<unknown>(Array.isArray(said.metrics_ids) ? said.metrics_ids : []);
  const results: EvidentlyResult[] = [];
  const between: string[] = [];
  for (const [index, value] of values.entries()) {
    const place = `suite.metrics.${index}`;
    const { type } = mappingAt(file, place, metrics[index], 'metric');
    const name = `${nameIn(file, `${place}.type`, type).split(/[:.]/).at(-1)}${columnOf(value)}`;
    if (asked.size > 0 && !asked.has(index)) between.push(name);
    else results.push({ name, value });
  }
  return { results, tests: testsIn(file, 'suite.test_results', suite.test_results), between };
}

const columnOf = (value: unknown): string =>
  isMapping(value) && typeof value.column_name === 'string' ? `(${line(value.column_name)})` : '';

/** Of a test some releases say the column in its description alone, in bold. */
function columnIn(description: unknown): string {
  const bold =
    typeof description === 'string' ? /\*\*([^*]{1,200})\*\*/.exec(description.slice(0, 1_000)) : null;
  return bold?.[1] ? `(${line(bold[1])})` : '';
}

const line = (text: string): string => text.replaceAll(/\p{C}+/gu, ' ').slice(0, 200);

function nameIn(file: string, place: string, name: unknown): string {
  if (typeof name === 'string' && name.trim() !== '') return line(name);
  throw refuseImport(file, place, 'is missing or no text');
}

/** @throws Refusal IMPORT_REFUSED */
function testsIn(file: string, at: string, said: unknown): EvidentlyTest[] {
  if (said === undefined || said === null) return [];
  const tests = isMapping(said) ? Object.entries(said) : Array.isArray(said) ? [...said.entries()] : null;
  if (!tests) throw refuseImport(file, at, 'is no list');
  return tests.map(([key, test]) => {
    const { status, name, description, parameters } = mappingAt(file, `${at}.${key}`, test, 'test');
    if (typeof status !== 'string' || !/^[\w.]{1,40}$/.test(status))
      throw refuseImport(file, `${at}.${key}.status`, 'is missing or no status');
    const named =
      typeof name === 'string' && name.trim() !== ''
        ? `${line(name)}${columnOf(parameters) || columnIn(description)}`
        : null;
    return { name: named, status: status.split('.').at(-1)!.toLowerCase() };
  });
}
