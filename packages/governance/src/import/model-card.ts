import { DatasetReference, limits, MetricClaim } from '@countersign/contracts';
import type { Archive } from './archive-entry.ts';
import { type Draft, DraftList } from './draft.ts';
import { kindOf, VersionFiles } from './file-kinds.ts';
import { isMapping, type Mapping, textAt, textOf, yamlMapping } from './mapping.ts';
import { numberIn } from './number-in.ts';
import { onnxIn } from './onnx-in.ts';
import { refuseImport } from './refuse-import.ts';

/** A single Markdown file, or the README at the top of a folder, that begins with front matter. */
const cardIn = ({ files }: Archive): string | null => {
  const paths = [...files.keys()];
  const found =
    paths.length === 1
      ? paths.filter((path) => /\.(?:md|markdown)$/i.test(path))
      : paths.filter((path) => /^(?:[^/]+\/)?README\.md$/i.test(path)).sort((a, b) => a.length - b.length);
  return found[0] ?? null;
};

export const looksLikeModelCard = (archive: Archive): boolean => {
  const card = cardIn(archive);
  return (
    card !== null &&
    /^(?:\ufeff)?---\r?\n/.test(Buffer.from(archive.files.get(card)!.subarray(0, 8)).toString('utf8'))
  );
};

/**
 * Reads a model card as Hugging Face has them (https://huggingface.co/docs/hub/model-cards): front matter with `model-index`, then
 * Markdown. It becomes a new version with its release notes, figures and datasets, or a document of a version that is there.
 * @throws Refusal IMPORT_REFUSED with line and column, or the keys
 */
export function readModelCard(archive: Archive): Draft {
  const list = new DraftList();
  const file = cardIn(archive)!;
  const bytes = archive.files.get(file)!;
  const { head, body } = partedAt(file, textOf(file, bytes));
  // The line above keeps the numbers of lines those of the file.
  const said = head.trim() === '' ? {} : yamlMapping(file, Buffer.from(`\n${head}`));
  if (body.length > limits.releaseNotes)
    throw refuseImport(file, '', `has more than ${limits.releaseNotes} characters after its front matter`);
  const odd = ofDatasets.find((key) => key in said);
  if (odd !== undefined && !('model-index' in said) && !('library_name' in said))
    throw refuseImport(file, odd, 'is said of datasets: this is no card of a model');
  const claims = claimsIn(file, said, list);
  const name = claims.name ?? /^# +(\S.*)$/m.exec(body)?.[1]?.trim() ?? null;
  const about = ['pipeline_tag', 'library_name', 'license'].map(
    (key) => listAt(file, said, key).join(' and ') || null,
  );
  const datasets = datasetsIn(file, said, claims.revisions, list);
  list.item('version', 'a new version', file, {
    'called there': name,
    library: about[1],
    licence: about[2],
    'base model': listAt(file, said, 'base_model').join(', '),
    'release notes': `${body.length.toLocaleString('en')} characters`,
  });
  for (const { name: metric, value, split } of claims.metrics)
    list.item('claim', metric, file, { value: String(value), measured: split });
  for (const dataset of datasets) list.item('dataset', dataset.name, file, { at: dataset.uri });
  const files = filesOf(archive, file, list);
  for (const path of archive.notFiles) list.leave(path, 'A link or a device: only files are read');
  return {
    kind: 'model-card',
    items: list.items,
    aside: list.aside,
    runs: [],
    version: {
      run: null,
      bytes: files.bytes,
      manifest: {
        description: ['A model card', name, ...about]
          .filter((part) => part !== null)
          .join(', ')
          .slice(0, 2_000),
        authors: [],
        files: files.listed,
        parameters: {},
        metrics: claims.metrics,
        datasets,
        buildEnvironment: {},
        releaseNotes: body,
      },
    },
    document: {
      kind: 'model-documentation',
      title: 'Model card',
      fileName: file.slice(file.lastIndexOf('/') + 1),
      mediaType: 'text/markdown',
      bytes,
      figures: claims.metrics.map(({ name: metric, split, value }) => ({
        name: `${metric}, ${split}`,
        value,
      })),
    },
    blockers: [],
  };
}

/** Keys that cards of datasets have. */
const ofDatasets = ['task_categories', 'size_categories', 'annotations_creators', 'source_datasets'] as const;

/** @throws Refusal IMPORT_REFUSED where the front matter has no end */
function partedAt(file: string, text: string): { head: string; body: string } {
  const plain = text.replace(/^\ufeff/, '');
  if (!/^---\r?\n/.test(plain)) return { head: '', body: plain };
  const from = plain.indexOf('\n') + 1;
  const end = /^---[ \t\r]*$/m.exec(plain.slice(from));
  if (!end) throw refuseImport(file, 'line 1', 'begins front matter that has no end');
  const to = from + end.index;
  return { head: plain.slice(from, to), body: plain.slice(to + end[0].length).trim() };
}

/** A text, or a list of texts. @throws Refusal IMPORT_REFUSED */
function listAt(file: string, of: Mapping, key: string): string[] {
  const found = of[key];
  if (found === undefined || found === '' || found === 'null') return [];
  const all = Array.isArray(found) ? found : [found];
  return all.map((one: unknown, index) => {
    if (typeof one === 'string') return one;
    throw refuseImport(file, Array.isArray(found) ? `${key}.${index}` : key, 'is no text');
  });
}

function mappingsAt(
  file: string,
  of: Mapping,
  key: string,
  at: string,
): readonly (readonly [string, Mapping])[] {
  const found = of[key];
  if (!Array.isArray(found)) throw refuseImport(file, `${at}${key}`, 'is missing or no list');
  return found.map((one: unknown, index) => {
    const place = `${at}${key}.${index}`;
    if (isMapping(one)) return [place, one] as const;
    throw refuseImport(file, place, 'is no mapping');
  });
}

/** What `model-index` says was measured. @throws Refusal IMPORT_REFUSED */
function claimsIn(file: string, said: Mapping, list: DraftList) {
  const claims = {
    name: null as string | null,
    metrics: [] as MetricClaim[],
    revisions: new Map<string, string>(),
  };
  const index = said['model-index'] === undefined ? [] : mappingsAt(file, said, 'model-index', '');
  const seen = new Map<string, number>();
  for (const [place, model] of index) {
    claims.name ??= textAt(file, model, 'name');
    for (const [at, result] of mappingsAt(file, model, 'results', `${place}.`)) {
      const dataset = isMapping(result.dataset) ? result.dataset : null;
      if (!dataset) throw refuseImport(file, `${at}.dataset`, 'is missing or no mapping');
      const [type, revision] = [textAt(file, dataset, 'type'), textAt(file, dataset, 'revision')];
      if (type !== null && revision !== null) claims.revisions.set(type, revision);
      const of = [
        textAt(file, dataset, 'name') ?? type,
        textAt(file, dataset, 'config'),
        textAt(file, dataset, 'split'),
      ];
      const split = of
        .filter((part) => part !== null)
        .join(', ')
        .slice(0, 100);
      for (const [where, metric] of mappingsAt(file, result, 'metrics', `${at}.`)) {
        const named = textAt(file, metric, 'type') ?? textAt(file, metric, 'name');
        if (named === null) throw refuseImport(file, `${where}.type`, 'is missing');
        if (metric.value === undefined) throw refuseImport(file, `${where}.value`, 'is missing');
        const value = typeof metric.value === 'string' ? numberIn(metric.value) : null;
        const claim = MetricClaim.safeParse({ name: named, value, split });
        const key = JSON.stringify([named, split]);
        if (!claim.success)
          list.leave(`${file}, ${where}`, 'A measured value that is no number, or has no name or dataset');
        else if (seen.has(key) && seen.get(key) !== claim.data.value)
          list.leave(`${file}, ${where}`, 'Measured under a name and dataset that another value has already');
        else if (!seen.has(key)) claims.metrics.push(claim.data);
        if (claim.success && !seen.has(key)) seen.set(key, claim.data.value);
      }
    }
  }
  for (const { name } of claims.metrics.splice(1_000))
    list.leave(`${file}, ${name}`, 'More than 1,000 measured values');
  return claims;
}

/** Datasets that the card names, at the place that their names have on the Hub. */
function datasetsIn(file: string, said: Mapping, revisions: ReadonlyMap<string, string>, list: DraftList) {
  const named = new Set([...listAt(file, said, 'datasets'), ...revisions.keys()]);
  const found: DatasetReference[] = [];
  for (const name of named) {
    const revision = revisions.get(name);
    const isOfHub = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)?$/.test(name);
    const hub = `https://huggingface.co/datasets/${name}${revision && /^[\w-][\w.-]*$/.test(revision) ? `/tree/${revision}` : ''}`;
    const reference = DatasetReference.safeParse({
      name,
      kind: 'uri',
      uri: isOfHub ? hub : name,
      source: { saidBy: 'model card', ...(revision !== undefined && { revision }) },
    });
    const isAddress = isOfHub || /^https?:\/\/[!-~]+$/.test(name);
    if (reference.success && isAddress && found.length < 200) found.push(reference.data);
    else list.leave(`${file}, ${name}`.slice(0, 200), 'A dataset whose name leads to no place');
  }
  return found;
}

/** The card, and of the folder around it what a version can have. */
function filesOf(archive: Archive, file: string, list: DraftList): VersionFiles {
  const files = new VersionFiles(list);
  const folder = file.slice(0, file.lastIndexOf('/') + 1);
  const onnx = archive.files.size === 1 ? null : onnxIn(archive, folder, null, list);
  for (const [path, content] of archive.files) {
    const name = path.slice(folder.length);
    const kind = path === file ? 'documentation' : name === onnx?.path ? 'artifact' : kindOf(name);
    if (!path.startsWith(folder) || name.startsWith('.'))
      list.leave(path, 'Outside of the folder of the card, or hidden');
    else if (kind !== null) files.take(path, name, kind, content);
    else if (!name.endsWith('.onnx'))
      list.leave(path, 'Of a format that is not served here: the version is registered without it');
  }
  files.show(folder);
  return files;
}
