import type { ParsedCell } from './parse-cells.ts';

/** Pairs that are weighed in one gap and in all, and words of a cell that are looked at. */
const most = { gap: 10_000, all: 40_000, words: 200 };
/** The share of common words from which a cell counts as the other's successor. */
const enough = 0.4;

/**
 * Pairs of cells that are not matched, stand between the same matched neighbours, and have much of their text in common:
 * those with the largest likeness in all, in their order.
 */
export function alike(
  before: readonly ParsedCell[],
  after: readonly ParsedCell[],
  { toAfter, toBefore }: { readonly toAfter: Int32Array; readonly toBefore: Int32Array },
): [number, number][] {
  const pairs: [number, number][] = [];
  let weighed = 0;
  let i = 0;
  while (i < before.length) {
    if (toAfter[i] !== -1) {
      i += 1;
      continue;
    }
    const from = i;
    while (i < before.length && toAfter[i] === -1) i += 1;
    const start = from === 0 ? 0 : toAfter[from - 1]! + 1;
    let end = start;
    while (end < after.length && toBefore[end] === -1) end += 1;
    const size = (i - from) * (end - start);
    if (size === 0 || size > most.gap || weighed + size > most.all) continue;
    weighed += size;
    pairs.push(
      ...inGap(before.slice(from, i), after.slice(start, end)).map(([a, b]): [number, number] => [
        from + a,
        start + b,
      ]),
    );
  }
  return pairs;
}

function inGap(before: readonly ParsedCell[], after: readonly ParsedCell[]): [number, number][] {
  const [old, now] = [before.map(wordsOf), after.map(wordsOf)];
  const likeness = before.map((one, a) =>
    after.map((two, b) => (one.kind === two.kind ? likenessOf(old[a]!, now[b]!) : 0)),
  );
  const best = Array.from({ length: before.length + 1 }, () => new Float64Array(after.length + 1));
  for (let a = before.length - 1; a >= 0; a -= 1) {
    for (let b = after.length - 1; b >= 0; b -= 1) {
      const both = likeness[a]![b]! >= enough ? likeness[a]![b]! + best[a + 1]![b + 1]! : 0;
      best[a]![b] = Math.max(both, best[a + 1]![b]!, best[a]![b + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  let [a, b] = [0, 0];
  while (a < before.length && b < after.length) {
    const score = best[a]![b]!;
    if (score === best[a + 1]![b]) a += 1;
    else if (score === best[a]![b + 1]) b += 1;
    else {
      pairs.push([a, b]);
      a += 1;
      b += 1;
    }
  }
  return pairs;
}

const wordsOf = ({ source }: ParsedCell): Set<string> =>
  new Set(
    (source.slice(0, 20 * most.words).match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []).slice(0, most.words),
  );

function likenessOf(one: ReadonlySet<string>, two: ReadonlySet<string>): number {
  if (one.size + two.size === 0) return 0;
  let common = 0;
  for (const word of one) if (two.has(word)) common += 1;
  return (2 * common) / (one.size + two.size);
}
