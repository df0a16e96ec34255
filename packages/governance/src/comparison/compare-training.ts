import type { ColumnStatistics, ComparedColumn, ComparedTraining } from '@countersign/contracts';
import { largestGap, movedShare } from './distributions-apart.ts';
import { type Column, parseStatistics } from './training-statistics.ts';

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
