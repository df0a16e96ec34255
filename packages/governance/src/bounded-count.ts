import type { BoundedCount } from '@countersign/contracts';

const usualMost = 10_000;

/** SQL that counts the rows of `source` (what follows FROM), and stops once there are too many to tell. */
export const countUpTo = (source: string, most: number = usualMost): string =>
  `(SELECT count(*)::int FROM (SELECT FROM ${source} LIMIT ${most + 1}) counted)`;

export const boundedCount = (counted: number, most: number = usualMost): BoundedCount => ({
  count: Math.min(counted, most),
  more: counted > most,
});
