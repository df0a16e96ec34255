import type { DatasetReference } from '@countersign/contracts';
import { canonicalJson, type JsonValue } from '@countersign/ledger';

/** Of `source`, what says which rows of the same data were taken. */
const windowOfSource = new Set([
  'ids',
  'snapshot',
  'takenAt',
  'size',
  'changes',
  'oid',
  'commit',
  'md5',
  'nfiles',
  'version',
  'timestamp',
  'files',
  'runId',
  'digest',
]);

/**
 * The parts of dataset references, apart: the window (time range, rows, digests, snapshots, how a split was counted), which a
 * retraining moves, and what is fixed (which data they are, how they are asked for). Of an address and of what a file is called
 * the digits may move, and hexadecimal ids: `s3://lake/2026-11-15/rides.parquet` names the same data a week later.
 */
export function datasetParts(datasets: readonly DatasetReference[]): {
  readonly fixed: ReadonlyMap<string, string>;
  readonly window: ReadonlyMap<string, string>;
} {
  const fixed = new Map<string, string>();
  const window = new Map<string, string>();
  for (const { name, kind, uri, digest, query, timeRange, rows, split, source } of datasets) {
    const say = (into: Map<string, string>, part: string, value: unknown) => {
      if (value !== undefined && value !== null)
        into.set(`${name} / ${part}`, canonicalJson(value as JsonValue));
    };
    const moving = (part: string, value: unknown) => {
      say(fixed, part, withoutNumbers(value));
      if (canonicalJson((value ?? null) as JsonValue) !== canonicalJson(withoutNumbers(value ?? null)))
        say(window, part, value);
    };
    say(fixed, 'kind', kind);
    say(fixed, 'query', query);
    moving('URI', uri);
    say(window, 'digest', digest);
    say(window, 'rows', rows);
    say(window, 'time range', timeRange);
    for (const [part, value] of Object.entries(split ?? {})) moving(`split / ${part}`, value);
    for (const [part, value] of Object.entries(source ?? {}))
      if (windowOfSource.has(part)) say(window, part, value);
      else moving(part, value);
  }
  return { fixed, window };
}

/** Numbers and runs of digits are one sign, and so are hexadecimal ids of 16 characters and more. */
function withoutNumbers(value: unknown): JsonValue {
  if (typeof value === 'number') return '#';
  if (typeof value === 'string') return value.replaceAll(/\b[0-9a-f]{16,}\b|\d+/gi, '#');
  if (Array.isArray(value)) return value.map(withoutNumbers);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutNumbers(part)]));
  return (value ?? null) as JsonValue;
}
