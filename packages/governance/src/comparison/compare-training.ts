import type { ColumnStatistics, ComparedColumn, ComparedTraining } from '@countersign/contracts';
import { type Column, parseStatistics, type Quantile } from './training-statistics.ts';

/** Categories that are named of those that came or went, and characters of each. */
const [maxNamed, maxName] = [20, 200];

/** Training data of two versions by their reference statistics, which their makers wrote: claims of both. */
export function compareTraining(
  before: { readonly json: unknown } | null,
  after: { readonly json: unknown } | null,
): ComparedTraining {
  if (!before || !after) return { reason: 'NO_STATISTICS', columns: [] };
  const [old, now] = [parseStatistics(before.json), parseStatistics(after.json)];
  if (!old || !now) return { reason: 'UNREADABLE', columns: [] };
  const columns = [...new Set([...old.keys(), ...now.keys()])].map((name) =>
    compareColumn(name, old.get(name), now.get(name)),
  );
  // A column of one side alone before all others: nothing is further apart.
  const rank = ({ before, after, apart }: ComparedColumn) => (before && after ? (apart ?? -1) : 2);
  return { reason: null, columns: columns.sort((a, b) => rank(b) - rank(a)) };
}

function compareColumn(name: string, old: Column | undefined, now: Column | undefined): ComparedColumn {
  const [were, are] = [old?.counts, now?.counts];
  const only = (these: Column['counts'] | undefined, those: Column['counts'] | undefined) =>
    these && those
      ? [...these.keys()]
          .filter((category) => !those.has(category))
          .slice(0, maxNamed)
          .map((name) => name.slice(0, maxName))
      : [];
  return {
    name,
    before: old ? statisticsOf(old) : null,
    after: now ? statisticsOf(now) : null,
    apart: old && now ? apartOf(old, now) : null,
    appeared: only(are, were),
    vanished: only(were, are),
  };
}

const statisticsOf = ({ counts: _counts, quantiles: _quantiles, ...shown }: Column): ColumnStatistics =>
  shown;

function apartOf(old: Column, now: Column): number | null {
  if (old.counts && now.counts) return movedShare(old.counts, now.counts);
  if (old.counts || now.counts) return null;
  return old.quantiles.length > 1 && now.quantiles.length > 1
    ? largestGap(old.quantiles, now.quantiles)
    : null;
}

/** Total variation distance of two counts of categories. */
function movedShare(old: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>): number | null {
  const [all, total] = [sum(old), sum(now)];
  if (all === 0 || total === 0) return null;
  const names = new Set([...old.keys(), ...now.keys()]);
  const gaps = [...names].map((name) => Math.abs((old.get(name) ?? 0) / all - (now.get(name) ?? 0) / total));
  return Math.min(1, gaps.reduce((moved, gap) => moved + gap, 0) / 2);
}

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0);

/** Kolmogorov–Smirnov distance of two distributions that are known at their quantiles. */
function largestGap(old: readonly Quantile[], now: readonly Quantile[]): number {
  const values = [...new Set([...old, ...now].map(({ value }) => value))];
  const gaps = values.flatMap((value) =>
    (['below', 'upTo'] as const).map((side) =>
      Math.abs(shareAt(old, value, side) - shareAt(now, value, side)),
    ),
  );
  return Math.max(0, ...gaps);
}

/** The share below a value, or up to it with those that have exactly this value; between two quantiles in a line. */
function shareAt(points: readonly Quantile[], value: number, side: 'below' | 'upTo'): number {
  const same = points.filter((point) => point.value === value);
  if (same.length > 0) return side === 'below' ? same[0]!.share : same.at(-1)!.share;
  const under = points.filter((point) => point.value < value).at(-1);
  const over = points.find((point) => point.value > value);
  if (!under) return 0;
  if (!over) return 1;
  return under.share + ((over.share - under.share) * (value - under.value)) / (over.value - under.value);
}
