import type { ColumnStatistics } from '@countersign/contracts';

/** A point of a distribution: the share of the values that are at most `value`. */
export interface Quantile {
  readonly value: number;
  readonly share: number;
}

export interface Column extends ColumnStatistics {
  /** Of a numeric column, in ascending order; empty where the file has none. */
  readonly quantiles: readonly Quantile[];
  /** Rows by category, of a categorical column. */
  readonly counts: ReadonlyMap<string, number> | null;
}

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const figure = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Columns, quantiles of one, and characters of a name that are read; a file that has more is of no use to anybody. */
const most = { columns: 1_000, quantiles: 64, name: 200 };

/**
 * Reference statistics: `columns` by name, each with `count` and `missing`, a numeric one with `mean`, `min`, `max` and
 * `quantiles` (value by share), a categorical one with `categories` (rows by category). Null where it is none.
 */
export function parseStatistics(json: unknown): ReadonlyMap<string, Column> | null {
  if (!isRecord(json) || !isRecord(json.columns)) return null;
  const entries = Object.entries(json.columns);
  if (entries.length > most.columns || entries.some(([name]) => name.length > most.name)) return null;
  const columns = new Map<string, Column>();
  for (const [name, found] of entries) {
    const column = isRecord(found) ? toColumn(found) : null;
    if (!column) return null;
    columns.set(name, column);
  }
  return columns;
}

function toColumn(found: Json): Column | null {
  const { count: rows, missing = 0, categories, quantiles } = found;
  if (!isCount(rows) || !isCount(missing) || missing > rows) return null;
  if (isRecord(quantiles) && Object.keys(quantiles).length > most.quantiles) return null;
  const counts = isRecord(categories) ? countsOf(categories) : null;
  return {
    rows,
    missing,
    mean: figure(found.mean),
    lowest: figure(found.min),
    highest: figure(found.max),
    categories: counts?.size ?? null,
    counts,
    quantiles: counts ? [] : quantilesOf(found),
  };
}

const countsOf = (categories: Json): ReadonlyMap<string, number> =>
  new Map(Object.entries(categories).filter((entry): entry is [string, number] => isCount(entry[1])));

function quantilesOf({ min, max, quantiles }: Json): Quantile[] {
  const inner = Object.entries(isRecord(quantiles) ? quantiles : {}).map(([share, value]) => ({
    share: Number(share),
    value: figure(value),
  }));
  return [{ share: 0, value: figure(min) }, ...inner, { share: 1, value: figure(max) }]
    .filter((point): point is Quantile => point.value !== null && point.share >= 0 && point.share <= 1)
    .sort((a, b) => a.share - b.share || a.value - b.value);
}
