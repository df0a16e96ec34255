import { readYaml } from '../dataset/read-yaml.ts';
import { isRecord, type ParsedCell, type ParsedNotebook } from './parse-cells.ts';

/** A digest that a notebook wrote down. */
export interface Recorded {
  readonly of: 'input' | 'script';
  readonly name: string;
  /** What the thing may be called in the version, the likeliest first. */
  readonly names: readonly string[];
  readonly digest: string;
  readonly place: string;
  /** A parameter says what its digest is of by its name alone. */
  readonly isParameter: boolean;
}

export const mostRecorded = 1_000;
const longestText = 300;
const longestFrontMatter = 64 * 1024;

/**
 * What a notebook records of its inputs and scripts: in its metadata under `countersign`, in the front matter of its first cell, and
 * in the parameters that papermill gave it. Null beyond 1,000.
 */
export function recordedDigests({ metadata, cells }: ParsedNotebook): readonly Recorded[] | null {
  const found = [
    ...listed(metadata.countersign, 'metadata, countersign'),
    ...listed(frontMatter(cells[0]), 'front matter, cell 1'),
    ...amongParameters(parametersOf(metadata, cells)),
  ];
  const once = new Map(found.map((one) => [JSON.stringify([one.of, one.name, one.digest]), one]));
  return once.size > mostRecorded ? null : [...once.values()];
}

/** `inputs` and `scripts`, each `{name: digest}` or `[{name | path, digest | sha256}]`. */
function listed(said: unknown, place: string): Recorded[] {
  if (!isRecord(said)) return [];
  return (['input', 'script'] as const).flatMap((of) => {
    const list = said[`${of}s`];
    const pairs: (readonly [unknown, unknown])[] = Array.isArray(list)
      ? list.filter(isRecord).map((one) => [one.path ?? one.name, one])
      : isRecord(list)
        ? Object.entries(list)
        : [];
    return pairs.flatMap(([name, value]) => {
      const digest = isRecord(value) ? (value.sha256 ?? value.digest ?? value.md5) : value;
      if (typeof name !== 'string' || name === '' || typeof digest !== 'string') return [];
      return [{ of, name: cut(name), names: [name], digest: plain(digest), place, isParameter: false }];
    });
  });
}

/** YAML between two lines of `---` at the beginning of the first cell, where that is no code. */
function frontMatter(cell: ParsedCell | undefined): unknown {
  if (!cell || cell.kind === 'code') return null;
  const text = /^---\r?\n([\s\S]*?)\r?\n---\s*(?:\r?\n|$)/.exec(cell.source)?.[1];
  if (text === undefined) return null;
  try {
    return readYaml(Buffer.from(text), longestFrontMatter);
  } catch {
    // Text that only looks like it; a notebook need not have any.
    return null;
  }
}

interface Parameter {
  readonly value: string;
  readonly place: string;
}

/** Defaults first, then what was injected for the run, then what papermill wrote down of it: the last one is what was run. */
function parametersOf(
  metadata: ParsedNotebook['metadata'],
  cells: readonly ParsedCell[],
): ReadonlyMap<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  for (const tag of ['parameters', 'injected-parameters'])
    cells.forEach((cell, at) => {
      if (cell.kind !== 'code' || !cell.tags.includes(tag)) return;
      for (const [, name, value] of cell.source
        .slice(0, longestFrontMatter)
        .matchAll(/^([A-Za-z_][\w.]{0,99})\s*(?:=|<-)\s*["']([^"'\n]{1,300})["']\s*(?:[#;].*)?$/gm))
        parameters.set(name!, { value: value!, place: `parameters, cell ${at + 1}` });
    });
  const papermill = isRecord(metadata.papermill) ? metadata.papermill.parameters : null;
  const add = (said: unknown, before: string, depth: number): void => {
    if (!isRecord(said) || depth > 3) return;
    for (const [name, value] of Object.entries(said))
      if (typeof value === 'string')
        parameters.set(`${before}${name}`, { value, place: 'metadata, papermill parameters' });
      else add(value, `${before}${name}.`, depth + 1);
  };
  add(papermill, '', 0);
  return parameters;
}

const digestName = /^(.*?)[._-]?(?:sha-?256|sha|digest|hash|checksum|md5)$/i;
const isDigest = (text: string): boolean =>
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/.test(text);
const flat = (name: string): string => name.toLowerCase().replaceAll(/[._-]/g, '');

/** `data_sha256` with `data`, `data_path`, `data_file`, … beside it; and any other parameter whose value is a SHA-256. */
function amongParameters(parameters: ReadonlyMap<string, Parameter>): Recorded[] {
  const byName = new Map([...parameters].map(([name, { value }]) => [flat(name), value]));
  return [...parameters].flatMap(([name, { value, place }]) => {
    const digest = plain(value);
    const stem = digestName.exec(name)?.[1];
    if (!isDigest(digest) || (stem === undefined && digest.length !== 64)) return [];
    const called = stem || name;
    const beside = ['', 'path', 'file', 'uri', 'url', 'name'].flatMap(
      (end) => byName.get(flat(`${called}${end}`)) ?? [],
    );
    return [
      {
        of: /script|code|program|module/i.test(called) ? ('script' as const) : ('input' as const),
        name: cut(name),
        names: [...beside.filter((other) => plain(other) !== digest), called],
        digest,
        place,
        isParameter: true,
      },
    ];
  });
}

const cut = (text: string): string => text.slice(0, longestText);
/** Without the name of the algorithm before it. */
const plain = (digest: string): string =>
  cut(
    digest
      .trim()
      .toLowerCase()
      .replace(/^(?:sha-?256|md5)[:-]/, ''),
  );
