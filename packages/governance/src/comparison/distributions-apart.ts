import type { Quantile } from './training-statistics.ts';

/** Total variation distance of two counts of categories. */
export function movedShare(
  old: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): number | null {
  const [all, total] = [sum(old), sum(now)];
  if (all === 0 || total === 0) return null;
  const names = new Set([...old.keys(), ...now.keys()]);
  const gaps = [...names].map((name) => Math.abs((old.get(name) ?? 0) / all - (now.get(name) ?? 0) / total));
  return Math.min(1, gaps.reduce((moved, gap) => moved + gap, 0) / 2);
}

const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0);

/** Kolmogorov–Smirnov distance of two distributions that are known at their quantiles. */
export function largestGap(old: readonly Quantile[], now: readonly Quantile[]): number {
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
