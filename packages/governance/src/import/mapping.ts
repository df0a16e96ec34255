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

/**
 * JSON as it is; YAML, and JSON with the NaN that Python writes, with every scalar a text. @throws Refusal IMPORT_REFUSED with line and
 * column
 */
export function dataIn(file: string, bytes: Uint8Array): unknown {
  if (bytes.length > importLimits.text)
    throw refuseImport(file, '', `has more than ${importLimits.text} bytes`);
  try {
    return JSON.parse(inFile(file, () => utf8(bytes)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return inFile(file, () => looser(bytes, /\.json$/i.test(file)));
  }
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
