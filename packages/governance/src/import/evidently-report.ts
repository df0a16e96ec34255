import { type ClaimedFigure, importLimits, limits } from '@countersign/contracts';
import type { Archive } from './archive-entry.ts';
import { type Draft, DraftList } from './draft.ts';
import { dataIn, isMapping, type Mapping } from './mapping.ts';
import { numberIn } from './number-in.ts';
import { refuseImport } from './refuse-import.ts';

/** One JSON that has metrics or tests as Evidently writes them. */
export const looksLikeEvidently = ({ files }: Archive): boolean => {
  const [path, another] = files.keys();
  if (path === undefined || another !== undefined || !/\.json$/i.test(path)) return false;
  const text = Buffer.from(files.get(path)!.subarray(0, importLimits.text)).toString('utf8');
  return (
    /"metric_results"\s*:/.test(text) ||
    (/"metrics"\s*:\s*\[/.test(text) && /"(?:metric|metric_id|metric_name)"\s*:/.test(text)) ||
    (/"tests"\s*:\s*\[/.test(text) && /"status"\s*:/.test(text))
  );
};

/**
 * Reads a report of Evidently (https://docs.evidentlyai.com): `metrics` of `{metric, result}` as releases before 0.7 wrote, of
 * `{metric_name, value}` as later ones do, or a snapshot with `metric_results`. It becomes a document of a version that is there, whole,
 * with its numbers as claimed figures. @throws Refusal IMPORT_REFUSED with line and column, or the keys
 */
export function readEvidently(archive: Archive): Draft {
  const [[file, bytes]] = [...archive.files] as [[string, Uint8Array]];
  const list = new DraftList();
  const said = dataIn(file, bytes);
  if (!isMapping(said)) throw refuseImport(file, '', 'is no object of JSON');
  const results = resultsIn(file, said);
  const figures = figuresOf(file, results, list);
  const tests = testsIn(file, said);
  for (const [status, count] of tests) figures.push({ name: `tests, ${status}`, value: count });
  for (const { name } of figures.splice(limits.attachmentFigures))
    list.leave(name, `More than ${limits.attachmentFigures} figures: they stay in the document`);
  const when = momentOf(said.timestamp);
  const title = `Report of Evidently${when === null ? '' : `, ${when.slice(0, 10)}`}`;
  list.item('document', title, file, {
    kind: 'validation report',
    made: when,
    metrics: results.length,
    figures: figures.length,
  });
  for (const { name, value } of figures) list.item('claim', name, file, { value: String(value) });
  return {
    kind: 'evidently',
    items: list.items,
    aside: list.aside,
    runs: [],
    version: null,
    document: {
      kind: 'validation-report',
      title,
      fileName: file.slice(file.lastIndexOf('/') + 1),
      mediaType: 'application/json',
      bytes,
      figures,
    },
    blockers:
      figures.length > 0 ? [] : ['There is no figure in it: neither a metric with a number nor a test.'],
  };
}

interface Result {
  readonly name: string;
  readonly value: unknown;
}

function resultsIn(file: string, said: Mapping): Result[] {
  if (isMapping(said.metric_results))
    return Object.entries(said.metric_results).map(([id, result]) => {
      const place = `metric_results.${id}`;
      if (!isMapping(result)) throw refuseImport(file, place, 'is no result');
      return { name: nameIn(file, `${place}.display_name`, result.display_name), value: result };
    });
  if (said.metrics === undefined && Array.isArray(said.tests)) return [];
  if (!Array.isArray(said.metrics)) throw refuseImport(file, 'metrics', 'is missing or no list');
  return said.metrics.flatMap((entry: unknown, index) => {
    const place = `metrics.${index}`;
    if (!isMapping(entry)) throw refuseImport(file, place, 'is no metric');
    // A metric that gave nothing is an empty object.
    if (Object.keys(entry).length === 0) return [];
    const [key, name] = (['metric', 'metric_name', 'metric_id'] as const)
      .map((one) => [one, entry[one]] as const)
      .find(([, of]) => of !== undefined) ?? ['metric', undefined];
    const value = key === 'metric' ? entry.result : entry.value;
    if (value === undefined)
      throw refuseImport(file, `${place}.${key === 'metric' ? 'result' : 'value'}`, 'is missing');
    const column = isMapping(value) && typeof value.column_name === 'string' ? `(${value.column_name})` : '';
    return [{ name: `${nameIn(file, `${place}.${key}`, name)}${column}`, value }];
  });
}

function nameIn(file: string, place: string, name: unknown): string {
  if (typeof name === 'string' && name.trim() !== '') return name.replaceAll(/\p{C}+/gu, ' ').slice(0, 120);
  throw refuseImport(file, place, 'is missing or no text');
}

/** What describes a result and is no part of it. */
const about = new Set(['type', 'display_name', 'metric_value_location', 'widget', 'tests']);
const maxLevels = 32;

/** Numbers and yes or no of every metric; lists, such as the bars of a distribution, stay in the document. */
function figuresOf(file: string, results: readonly Result[], list: DraftList): ClaimedFigure[] {
  const figures = new Map<string, ClaimedFigure>();
  const seen = new Map<string, number>();
  const walk = (metric: string, path: readonly string[], value: unknown) => {
    const inside = path.at(-1) === 'value' ? path.slice(0, -1) : path;
    const name = [metric, ...inside].join('.').slice(0, 200);
    if (path.length > maxLevels) throw refuseImport(file, name, 'nests too deep');
    if (isMapping(value)) {
      for (const [key, of] of Object.entries(value)) if (!about.has(key)) walk(metric, [...path, key], of);
      return;
    }
    if (Array.isArray(value)) {
      list.leave(name, 'A list, such as the bars of a distribution: it stays in the document');
      return;
    }
    const figure =
      typeof value === 'boolean'
        ? value
          ? 'yes'
          : 'no'
        : typeof value === 'number'
          ? value
          : numberText(value);
    if (figure === null) return;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    const unique = times === 1 ? name : `${name} (${times})`;
    figures.set(unique, { name: unique, value: figure });
  };
  for (const { name, value } of results) walk(name, [], value);
  return [...figures.values()];
}

/** What JSON has no number for, and what was written as text. */
const numberText = (value: unknown): number | string | null =>
  typeof value === 'string' ? numberIn(value) : null;

/** How many tests ended how. @throws Refusal IMPORT_REFUSED */
function testsIn(file: string, said: Mapping): Map<string, number> {
  const counts = new Map<string, number>();
  if (said.tests === undefined) return counts;
  const tests = isMapping(said.tests) ? Object.values(said.tests) : said.tests;
  if (!Array.isArray(tests)) throw refuseImport(file, 'tests', 'is no list');
  for (const [index, test] of tests.entries()) {
    const status = isMapping(test) ? test.status : undefined;
    if (typeof status !== 'string' || !/^[\w.]{1,40}$/.test(status))
      throw refuseImport(file, `tests.${index}.status`, 'is missing or no status');
    const word = status.split('.').at(-1)!.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

const momentOf = (text: unknown): string | null =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) ? text.slice(0, 32) : null;
