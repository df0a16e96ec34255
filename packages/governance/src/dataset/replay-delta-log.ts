import { FormatFault } from './format-fault.ts';
import { utf8 } from './parse-lfs-pointer.ts';

export interface DeltaCommit {
  readonly version: number;
  /** When the commit says that it was made, in ms since 1970; null where it does not say so. */
  readonly at: number | null;
}

/** What a table holds at a version. */
export interface DeltaState {
  readonly files: number;
  readonly bytes: number;
  /** Null where a file that it holds has no statistics. */
  readonly rows: number | null;
}

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** The version of a commit's name, 20 digits and `.json`; null for every other file of a log. */
export function commitVersion(name: string): number | null {
  const version = /^(\d{20})\.json$/.exec(name)?.[1];
  return version !== undefined && Number.isSafeInteger(Number(version)) ? Number(version) : null;
}

/**
 * Adds up the commits of a table from its first one on (action reconciliation of
 * https://github.com/delta-io/delta/blob/master/PROTOCOL.md): a file is its path and its deletion vector, an `add`
 * brings it, a `remove` takes it away. Deleted rows are those of the vectors.
 */
export class DeltaReplay {
  readonly #files = new Map<string, { readonly size: number; readonly rows: number | null }>();
  readonly commits: DeltaCommit[] = [];

  /** The next commit's bytes. @throws FormatFault naming commit and line */
  take(version: number, bytes: Uint8Array): void {
    let at: number | null = null;
    utf8(bytes)
      .split('\n')
      .forEach((line, index) => {
        if (line.trim() === '') return;
        const place = `commit ${version}, line ${index + 1},`;
        const action = parse(line, place);
        if (isRecord(action.add)) this.#add(action.add, place);
        else if (isRecord(action.remove)) this.#files.delete(keyOf(action.remove, place));
        else if (isRecord(action.commitInfo)) at = timeOf(action.commitInfo) ?? at;
      });
    this.commits.push({ version, at });
  }

  get state(): DeltaState {
    let [bytes, rows]: [number, number | null] = [0, 0];
    for (const file of this.#files.values()) {
      bytes += file.size;
      rows = rows === null || file.rows === null ? null : rows + file.rows;
    }
    return { files: this.#files.size, bytes, rows };
  }

  #add(add: Json, place: string): void {
    if (!isCount(add.size)) throw new FormatFault(place, 'adds a file without a size');
    const records = recordsOf(add.stats, place);
    const deleted = isRecord(add.deletionVector) ? add.deletionVector.cardinality : 0;
    if (!isCount(deleted) || (records !== null && deleted > records))
      throw new FormatFault(place, 'has a deletion vector that deletes no count of the rows');
    this.#files.set(keyOf(add, place), {
      size: add.size,
      rows: records === null ? null : records - deleted,
    });
  }
}

function parse(line: string, place: string): Json {
  let action: unknown;
  try {
    action = JSON.parse(line);
  } catch {
    throw new FormatFault(place, 'is no JSON');
  }
  if (!isRecord(action)) throw new FormatFault(place, 'is no action');
  return action;
}

function keyOf({ path, deletionVector: vector }: Json, place: string): string {
  if (typeof path !== 'string' || path === '') throw new FormatFault(place, 'names no file');
  return isRecord(vector)
    ? JSON.stringify([path, vector.storageType, vector.pathOrInlineDv, vector.offset ?? null])
    : JSON.stringify([path]);
}

function recordsOf(stats: unknown, place: string): number | null {
  if (typeof stats !== 'string' || stats === '') return null;
  const { numRecords } = parse(stats, `${place} stats`);
  if (numRecords === undefined) return null;
  if (!isCount(numRecords)) throw new FormatFault(place, 'has statistics with no count of records');
  return numRecords;
}

const timeOf = ({ inCommitTimestamp, timestamp }: Json): number | null =>
  isCount(inCommitTimestamp) ? inCommitTimestamp : isCount(timestamp) ? timestamp : null;

/**
 * The version that a table had at a moment: the last commit not after it, each commit counting as later than the one
 * before. Null where a commit does not say when it was made, or the moment is before the first or after the last one.
 */
export function versionAt(commits: readonly DeltaCommit[], moment: number): number | null {
  let [found, last]: [number | null, number] = [null, Number.NEGATIVE_INFINITY];
  for (const { version, at } of commits) {
    if (at === null) return null;
    last = Math.max(at, last + 1);
    if (last <= moment) found = version;
  }
  return last < moment ? null : found;
}
