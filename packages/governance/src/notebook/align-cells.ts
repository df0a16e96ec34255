import type { NotebookRow } from '@countersign/contracts';
import { alike } from './alike-cells.ts';
import type { ParsedCell } from './parse-cells.ts';

type Cells = readonly ParsedCell[];

/** Which cell of one notebook is which of the other: indexes from 0, −1 for none. */
interface Matches {
  readonly toAfter: Int32Array;
  readonly toBefore: Int32Array;
}

/**
 * Matches cells: by id and text, by a text that is there once, next to what was matched, by a text that is there more
 * often, by id alone, and between matched neighbours by likeness. Linear but for the last, which is bounded.
 */
function matchCells(before: Cells, after: Cells): Matches {
  const toAfter = new Int32Array(before.length).fill(-1);
  const toBefore = new Int32Array(after.length).fill(-1);
  const match = (i: number, j: number): void => {
    toAfter[i] = j;
    toBefore[j] = i;
  };
  const isFree = (i: number, j: number) => toAfter[i] === -1 && toBefore[j] === -1;
  const pairsBy = (keyOf: (cell: ParsedCell) => string | null): [number, number][] => {
    const [old, now] = [onceBy(before, toAfter, keyOf), onceBy(after, toBefore, keyOf)];
    return [...old].flatMap(([key, i]): [number, number][] => {
      const j = now.get(key);
      return j === undefined || i < 0 || j < 0 ? [] : [[i, j]];
    });
  };
  for (const [i, j] of pairsBy(({ id }) => id)) if (before[i]!.digest === after[j]!.digest) match(i, j);
  for (const [i, j] of pairsBy(({ digest }) => digest)) match(i, j);
  extend(before, after, toAfter, match, isFree);
  matchRest(before, after, toAfter, toBefore, match);
  for (const [i, j] of pairsBy(({ id }) => id)) if (before[i]!.kind === after[j]!.kind) match(i, j);
  for (const [i, j] of alike(before, after, { toAfter, toBefore })) match(i, j);
  return { toAfter, toBefore };
}

/** Where each key stands among what is not matched yet; −1 where it is there more than once. */
function onceBy(
  cells: Cells,
  matched: Int32Array,
  keyOf: (cell: ParsedCell) => string | null,
): Map<string, number> {
  const found = new Map<string, number>();
  cells.forEach((cell, at) => {
    const key = matched[at] === -1 ? keyOf(cell) : null;
    if (key !== null) found.set(key, found.has(key) ? -1 : at);
  });
  return found;
}

/** Neighbours of a matched pair, and of both ends, that have one text are a pair too. */
function extend(
  before: Cells,
  after: Cells,
  toAfter: Int32Array,
  match: (i: number, j: number) => void,
  isFree: (i: number, j: number) => boolean,
): void {
  const isPair = (i: number, j: number) =>
    i >= 0 &&
    j >= 0 &&
    i < before.length &&
    j < after.length &&
    isFree(i, j) &&
    before[i]!.digest === after[j]!.digest;
  for (let i = -1; i < before.length; i += 1) {
    const j = i < 0 ? -1 : toAfter[i]!;
    if ((i < 0 || j >= 0) && isPair(i + 1, j + 1)) match(i + 1, j + 1);
  }
  for (let i = before.length; i >= 0; i -= 1) {
    const j = i === before.length ? after.length : toAfter[i]!;
    if (j >= 0 && isPair(i - 1, j - 1)) match(i - 1, j - 1);
  }
}

/** What is there more often, in the order in which it stands. */
function matchRest(
  before: Cells,
  after: Cells,
  toAfter: Int32Array,
  toBefore: Int32Array,
  match: (i: number, j: number) => void,
): void {
  const waiting = new Map<string, number[]>();
  after.forEach(({ digest }, j) => {
    if (toBefore[j] !== -1) return;
    const same = waiting.get(digest);
    if (same) same.push(j);
    else waiting.set(digest, [j]);
  });
  for (const queue of waiting.values()) queue.reverse();
  before.forEach(({ digest }, i) => {
    const j = toAfter[i] === -1 ? waiting.get(digest)?.pop() : undefined;
    if (j !== undefined) match(i, j);
  });
}

/** The rows of a comparison, in the order of `after`; cells that went stand where they stood. */
export function alignCells(before: Cells, after: Cells): NotebookRow[] {
  const { toAfter, toBefore } = matchCells(before, after);
  const inOrder = longestRun(toBefore);
  const rows: NotebookRow[] = [];
  let told = 0;
  const tellRemoved = (until: number): void => {
    for (; told < until; told += 1) {
      if (toAfter[told] === -1) {
        rows.push({ before: told + 1, after: null, change: 'removed', moved: false, outputs: 'none' });
      }
    }
  };
  after.forEach((cell, j) => {
    const i = toBefore[j]!;
    if (i < 0) {
      rows.push({ before: null, after: j + 1, change: 'added', moved: false, outputs: 'none' });
      return;
    }
    const old = before[i]!;
    const moved = !inOrder.has(j);
    if (!moved) tellRemoved(i);
    const none = old.outputs === null && cell.outputs === null;
    rows.push({
      before: i + 1,
      after: j + 1,
      change: old.digest === cell.digest ? 'same' : 'changed',
      moved,
      outputs: none ? 'none' : old.outputs === cell.outputs ? 'same' : 'changed',
    });
  });
  tellRemoved(before.length);
  return rows;
}

/** Places whose values make the longest increasing run, those below 0 left out: cells that kept their order. */
function longestRun(values: Int32Array): Set<number> {
  const ends: number[] = [];
  const previous = new Int32Array(values.length).fill(-1);
  values.forEach((value, at) => {
    if (value < 0) return;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    previous[at] = low > 0 ? ends[low - 1]! : -1;
    ends[low] = at;
  });
  const kept = new Set<number>();
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at]!) kept.add(at);
  return kept;
}
