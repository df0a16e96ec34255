import { type ClaimedFigure, importLimits, limits } from '@countersign/contracts';
import type { Archive } from './archive-entry.ts';
import { type Draft, DraftList } from './draft.ts';
import { type EvidentlyResult, type EvidentlyTest, shapeOfEvidently } from './evidently-shape.ts';
import { isMapping, jsonIn } from './mapping.ts';
import { refuseImport } from './refuse-import.ts';

/** One JSON that has a form of Evidently; where it is no JSON, words of one. */
export const looksLikeEvidently = ({ files }: Archive): boolean => {
  const [path, another] = files.keys();
  if (path === undefined || another !== undefined || !/\.json$/i.test(path)) return false;
  const bytes = Buffer.from(files.get(path)!);
  const text = bytes.toString('utf8', 0, importLimits.text);
  const hasWords =
    /"(?:metric_results|top_level_metrics)"\s*:/.test(text) ||
    (/"metrics"\s*:\s*\[/.test(text) &&
      (/"metric(?:_id|_name)?"\s*:/.test(text) || /"tests"\s*:/.test(text))) ||
    (/"tests"\s*:\s*\[/.test(text) && /"total_tests"\s*:/.test(text));
  if (!hasWords) return false;
  try {
    return shapeOfEvidently(path, jsonIn(path, bytes)) !== null;
  } catch {
    return true;
  }
};

/**
 * Reads a report of Evidently (https://docs.evidentlyai.com), in each form that releases write. It becomes a document of a version that
 * is there, whole, with its numbers as claimed figures. @throws Refusal IMPORT_REFUSED with line and column, or the keys
 */
export function readEvidently(archive: Archive): Draft {
  const [[file, bytes]] = [...archive.files] as [[string, Uint8Array]];
  const list = new DraftList();
  const said = jsonIn(file, bytes);
  const shape = shapeOfEvidently(file, said);
  if (!isMapping(said) || !shape) throw refuseImport(file, '', 'has no form that Evidently writes');
  const { form, results, tests, between } = shape;
  for (const name of between) list.leave(name, 'What a metric of the report was computed from');
  const figures = [...figuresOf(file, results, list), ...figuresOfTests(tests)];
  for (const { name } of figures.splice(limits.attachmentFigures))
    list.leave(name, `More than ${limits.attachmentFigures} figures: they stay in the document`);
  const when = momentOf(said.timestamp);
  const title = `Report of Evidently${when === null ? '' : `, ${when.slice(0, 10)}`}`;
  list.item('document', title, file, {
    kind: 'validation report',
    form,
    'written by': releaseOf(said.version),
    made: when,
    metrics: results.length,
    tests: tests.length,
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

/** What describes a result and is no part of it. */
const about = new Set(['type', 'display_name', 'metric_value_location', 'widget', 'tests']);
const maxLevels = 32;

/** Numbers and yes or no of every metric; lists, such as the bars of a distribution, stay in the document. */
function figuresOf(file: string, results: readonly EvidentlyResult[], list: DraftList): ClaimedFigure[] {
  const figures = new Figures();
  const walk = (metric: string, path: readonly string[], value: unknown) => {
    const inside = path.at(-1) === 'value' ? path.slice(0, -1) : path;
    const name = [metric, ...inside].join('.').slice(0, 300);
    if (path.length > maxLevels) throw refuseImport(file, name, 'nests too deep');
    if (isMapping(value)) {
      for (const [key, of] of Object.entries(value)) if (!about.has(key)) walk(metric, [...path, key], of);
      return;
    }
    if (Array.isArray(value)) {
      list.leave(name, 'A list, such as the bars of a distribution: it stays in the document');
      return;
    }
    if (typeof value === 'boolean') figures.add(name, value ? 'yes' : 'no');
    else if (typeof value === 'number' || isNamedNumber(value)) figures.add(name, value);
  };
  for (const { name, value } of results) walk(name, [], value);
  return figures.all;
}

/** How many tests ended how, and which did not succeed. */
function figuresOfTests(tests: readonly EvidentlyTest[]): ClaimedFigure[] {
  const counts = new Map<string, number>();
  for (const { status } of tests) counts.set(status, (counts.get(status) ?? 0) + 1);
  const figures = new Figures();
  for (const [status, count] of counts) figures.add(`tests, ${status}`, count);
  for (const { name, status } of tests)
    if (name !== null && status !== 'success') figures.add(`test, ${name}`, status);
  return figures.all;
}

/** Figures by name; of those of one name the later ones are numbered. */
class Figures {
  readonly all: ClaimedFigure[] = [];
  readonly #times = new Map<string, number>();

  add(name: string, value: ClaimedFigure['value']): void {
    const times = (this.#times.get(name) ?? 0) + 1;
    this.#times.set(name, times);
    this.all.push({ name: times === 1 ? name : `${name} (${times})`, value });
  }
}

/** What JSON has no number for. */
const isNamedNumber = (value: unknown): value is string =>
  value === 'NaN' || value === 'Infinity' || value === '-Infinity';

const momentOf = (text: unknown): string | null =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) ? text.slice(0, 32) : null;

const releaseOf = (text: unknown): string | null =>
  typeof text === 'string' && /^\d+\.\d[\w.+-]{0,30}$/.test(text) ? `Evidently ${text}` : null;
