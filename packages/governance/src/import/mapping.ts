import { importLimits } from '@countersign/contracts';
import { FormatFault } from '../dataset/format-fault.ts';
import { utf8 } from '../dataset/parse-lfs-pointer.ts';
import { readYaml } from '../dataset/read-yaml.ts';
import { inFile, refuseImport } from './refuse-import.ts';

/** A mapping of YAML or an object of JSON. */
export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A YAML mapping, every scalar a text. @throws Refusal IMPORT_REFUSED with line and column */
export function yamlMapping(file: string, bytes: Uint8Array): Mapping {
  const found = inFile(file, () => readYaml(bytes, importLimits.yaml));
  if (isMapping(found)) return found;
  throw refuseImport(file, '', 'is no YAML mapping');
}

/** JSON as it is; YAML with every scalar a text. @throws Refusal IMPORT_REFUSED with line and column */
export function dataIn(file: string, bytes: Uint8Array): unknown {
  const parsed = parsedJson(textOf(file, bytes));
  return parsed ? parsed.value : inFile(file, () => looser(bytes, /\.json$/i.test(file)));
}

/** @throws Refusal IMPORT_REFUSED with line and column */
export function jsonIn(file: string, bytes: Uint8Array): unknown {
  const parsed = parsedJson(textOf(file, bytes));
  if (parsed) return parsed.value;
  inFile(file, () => looser(bytes, true));
  throw refuseImport(file, '', 'is no JSON');
}

/** Null where it is no JSON; NaN and Infinity, which Python writes and JSON has not, become texts. */
function parsedJson(text: string): { readonly value: unknown } | null {
  for (const read of [() => text, () => namedNumbersAsTexts(text)])
    try {
      return { value: JSON.parse(read()) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  return null;
}

/** Looks outside of texts alone. */
function namedNumbersAsTexts(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const begin = text.indexOf('"', at);
    const outside = text.slice(at, begin < 0 ? undefined : begin);
    parts.push(outside.replaceAll(/-?\b(?:NaN|Infinity)\b/g, '"$&"'));
    if (begin < 0) break;
    let end = begin;
    do end = text.indexOf('"', end + 1);
    while (end > 0 && isEscaped(text, end));
    parts.push(text.slice(begin, end < 0 ? undefined : end + 1));
    at = end < 0 ? text.length : end + 1;
  }
  return parts.join('');
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

function looser(bytes: Uint8Array, isJson: boolean): unknown {
  try {
    return readYaml(bytes, importLimits.yaml);
  } catch (error) {
    if (isJson && error instanceof FormatFault) throw new FormatFault(error.place, 'is no JSON');
    throw error;
  }
}

/** @throws Refusal IMPORT_REFUSED */
export function textOf(file: string, bytes: Uint8Array): string {
  if (bytes.length > importLimits.text)
    throw refuseImport(file, '', `has more than ${importLimits.text} bytes`);
  return inFile(file, () => utf8(bytes));
}

/** The text at a path of keys; null where nothing is said. @throws Refusal IMPORT_REFUSED where it is no text */
export function textAt(file: string, of: Mapping, key: string): string | null {
  const value = of[key];
  if (value === undefined || value === null || value === 'null' || value === '') return null;
  if (typeof value === 'string') return value;
  throw refuseImport(file, key, 'is no text');
}

/** Milliseconds since 1970, as MLflow writes times; null where nothing is said. @throws Refusal IMPORT_REFUSED */
export function millisecondsAt(file: string, of: Mapping, key: string): string | null {
  const text = textAt(file, of, key);
  if (text === null) return null;
  return instantOf(file, key, text);
}

const lastMs = Date.UTC(9999, 11, 31);

/** @throws Refusal IMPORT_REFUSED */
export function instantOf(file: string, place: string, text: string): string {
  const ms = /^-?\d{1,15}(?:\.0)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(ms >= 0 && ms <= lastMs)) throw refuseImport(file, place, 'is no time in milliseconds since 1970');
  return new Date(ms).toISOString();
}
