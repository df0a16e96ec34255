import { createHash } from 'node:crypto';
import { datasetLimits } from '@countersign/contracts';
import { FormatFault } from './format-fault.ts';
import { utf8 } from './parse-lfs-pointer.ts';
import { readYaml } from './read-yaml.ts';

/** An output or dependency that DVC tracks. */
export interface DvcEntry {
  /** Where it stands in the file: `outs.0`, `stages.train.deps.1`. */
  readonly place: string;
  readonly stage: string | null;
  readonly path: string;
  /** MD5, with `.dir` where it is a directory's; null where another store's mark stands for it. */
  readonly md5: string | null;
  readonly size: number | null;
  readonly nfiles: number | null;
}

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What a `.dvc` file or a `dvc.lock` tracks (https://dvc.org/doc/user-guide/project-structure). Every scalar is read as
 * text, so that a digest of digits stays one; aliases are refused. @throws FormatFault
 */
export function parseDvc(bytes: Uint8Array): DvcEntry[] {
  const root = readYaml(bytes, datasetLimits.pointer);
  if (!isRecord(root)) throw new FormatFault('the file', 'is no YAML mapping');
  if ('outs' in root || 'deps' in root) return entriesOf(root, '', null);
  const schema = root.schema;
  if (schema !== undefined && schema !== '2.0')
    throw new FormatFault('schema', 'is none that is known; 2.0 is, and none at all for the first');
  // The first schema had the stages at the top.
  const stages = schema === undefined ? root : root.stages;
  if (!isRecord(stages)) throw new FormatFault('stages', 'is missing or no mapping');
  const at = schema === undefined ? '' : 'stages.';
  return Object.entries(stages).flatMap(([stage, found]) => {
    if (!isRecord(found)) throw new FormatFault(`${at}${stage}`, 'is no stage');
    return entriesOf(found, `${at}${stage}.`, stage);
  });
}

const entriesOf = (of: Json, at: string, stage: string | null): DvcEntry[] =>
  ['outs', 'deps'].flatMap((list) => {
    const found = of[list] ?? [];
    if (!Array.isArray(found)) throw new FormatFault(`${at}${list}`, 'is no list');
    return found.map((entry, index) => toEntry(entry, `${at}${list}.${index}`, stage));
  });

function toEntry(entry: unknown, place: string, stage: string | null): DvcEntry {
  if (!isRecord(entry) || typeof entry.path !== 'string' || entry.path === '')
    throw new FormatFault(place, 'names no path');
  const { path, md5 } = entry;
  if (md5 !== undefined && !(typeof md5 === 'string' && isDvcMd5(md5)))
    throw new FormatFault(`${place}.md5`, 'is no MD5 in 32 lower-case hex digits, with .dir for a directory');
  return {
    place,
    stage,
    path,
    md5: md5 ?? null,
    size: countOf(entry.size, `${place}.size`),
    nfiles: countOf(entry.nfiles, `${place}.nfiles`),
  };
}

export const isDvcMd5 = (text: string): boolean => /^[0-9a-f]{32}(?:\.dir)?$/.test(text);

function countOf(value: unknown, place: string): number | null {
  if (value === undefined) return null;
  if (typeof value !== 'string' || !/^\d{1,15}$/.test(value)) throw new FormatFault(place, 'is no count');
  return Number(value);
}

export interface DvcListing {
  readonly files: number;
  /** MD5 of the list's bytes with `.dir`, which is the directory's. */
  readonly md5: string;
}

/** The list of a directory that DVC tracks, as the JSON that it keeps under the directory's MD5. @throws FormatFault */
export function parseDvcListing(bytes: Uint8Array): DvcListing {
  let list: unknown;
  try {
    list = JSON.parse(utf8(bytes));
  } catch (error) {
    throw error instanceof FormatFault ? error : new FormatFault('the file', 'is no JSON');
  }
  if (!Array.isArray(list)) throw new FormatFault('the file', 'is no list of files');
  const paths = new Set<string>();
  list.forEach((entry: unknown, at) => {
    if (!isRecord(entry) || typeof entry.md5 !== 'string' || !/^[0-9a-f]{32}$/.test(entry.md5))
      throw new FormatFault(`${at}.md5`, 'is no MD5');
    const path = entry.relpath;
    if (typeof path !== 'string' || path === '' || path.startsWith('/') || path.split('/').includes('..'))
      throw new FormatFault(`${at}.relpath`, 'is no path inside of the directory');
    if (paths.has(path)) throw new FormatFault(`${at}.relpath`, 'is listed twice');
    paths.add(path);
  });
  return { files: paths.size, md5: `${createHash('md5').update(bytes).digest('hex')}.dir` };
}
