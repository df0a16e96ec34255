import { datasetLimits } from '@countersign/contracts';
import { FormatFault } from './format-fault.ts';

export interface LfsPointer {
  /** Lower-case hex SHA-256 of the file that it stands for. */
  readonly oid: string;
  readonly size: number;
}

/** The version that is written today, and the two of before 2015 that are still read. */
const versions = new Set([
  'https://git-lfs.github.com/spec/v1',
  'https://hawser.github.com/spec/v1',
  'http://git-media.io/v/2',
]);

/**
 * A Git-LFS pointer: lines of `key value`, `version` first, the others in ascending order
 * (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). @throws FormatFault
 */
export function parseLfsPointer(bytes: Uint8Array): LfsPointer {
  if (bytes.length > datasetLimits.lfsPointer)
    throw new FormatFault('the file', `has ${bytes.length} bytes; a Git-LFS pointer has fewer than 1024`);
  const text = utf8(bytes);
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new FormatFault(`line ${lines.length + 1}`, 'does not end with a line feed');
  const values = new Map<string, string>();
  let last = '';
  lines.forEach((line, at) => {
    const place = `line ${at + 1}`;
    const [, key, value] = /^([a-z0-9.-]+) ([^\r\n]+)$/.exec(line) ?? [];
    if (key === undefined || value === undefined)
      throw new FormatFault(place, 'is no key, one space and a value');
    if (at === 0 && key !== 'version') throw new FormatFault(place, 'is not the version');
    if (at > 0 && key === 'version') throw new FormatFault(place, 'names the version again');
    if (at > 1 && key <= last) throw new FormatFault(place, `has ${key} out of order or twice`);
    last = key;
    values.set(key, value);
  });
  const version = values.get('version');
  if (version === undefined || !versions.has(version))
    throw new FormatFault('line 1', 'names no version of the Git-LFS pointer format');
  const oid = /^sha256:([0-9a-f]{64})$/.exec(values.get('oid') ?? '')?.[1];
  if (oid === undefined) throw new FormatFault('oid', 'is missing or no sha256: with 64 hex digits');
  const size = values.get('size') ?? '';
  if (!/^(?:0|[1-9]\d{0,14})$/.test(size)) throw new FormatFault('size', 'is missing or no count of bytes');
  return { oid, size: Number(size) };
}

/** @throws FormatFault */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FormatFault('the file', 'is not UTF-8');
  }
}
