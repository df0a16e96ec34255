import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import { isRanges, type Ranges } from './ranges.ts';

/** contents.json: what travels in a pack, and what was left out of it. */
export interface PackContents {
  readonly v: 1;
  readonly origin: string;
  /** Entries of the ledger whose checkpoint the pack is proven against. */
  readonly size: number;
  /** Whose bodies travel. */
  readonly entries: Ranges;
  /** Whose records travel; in `entries`. */
  readonly records: Ranges;
  /** Asked for and not disclosed. */
  readonly leftOut: { readonly entries: Ranges; readonly blobs: readonly string[] };
  /** Digests of what was asked for and is erased, or no longer held. */
  readonly gone: readonly string[];
  /** Number of the entry that vouches for the report files. */
  readonly statedBy: number | null;
  readonly predictions: number;
}

export const contentsText = (contents: PackContents): string =>
  `${canonicalJson(contents as unknown as JsonValue)}\n`;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isDigests = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((digest) => /^[0-9a-f]{64}$/.test(digest)) && isAscending(value);
const isAscending = (digests: readonly string[]) =>
  digests.every((digest, index) => index === 0 || digests[index - 1]! < digest);

/** @throws SyntaxError for anything but the one form */
export function parseContents(text: string): PackContents {
  const read = JSON.parse(text) as PackContents;
  const isForm =
    read.v === 1 &&
    typeof read.origin === 'string' &&
    isCount(read.size) &&
    isRanges(read.entries) &&
    isRanges(read.records) &&
    isRanges(read.leftOut?.entries) &&
    isDigests(read.leftOut.blobs) &&
    isDigests(read.gone) &&
    (read.statedBy === null || isCount(read.statedBy)) &&
    isCount(read.predictions);
  if (!isForm || Object.keys(read).length !== 9 || Object.keys(read.leftOut).length !== 2)
    throw new SyntaxError('contents.json is not of the form that a pack has');
  if (contentsText(read) !== text) throw new SyntaxError('contents.json is not canonical');
  return read;
}
