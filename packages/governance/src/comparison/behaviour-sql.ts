import type { Schema } from '@countersign/scoring';
import { floatAt, type OutputCell, packedLayout, uint32At, wordAt } from './packed-output-sql.ts';

/** Values of one answer that are looked at: a classifier of hundreds of classes is told by its label. */
const mostCells = 20;
/** Characters of a class. */
const mostText = 100;
/** Classes that are read of one output. */
const mostClasses = 200;

export interface BehaviourSql {
  readonly text: string;
  /** Names of what is told, by their number in the rows. */
  readonly names: readonly string[];
}

/** A row of the answer: counts, the figures of a numeric output, or one class. */
export interface BehaviourRow {
  readonly part: 'counts' | 'numbers' | 'class';
  readonly cell: number | null;
  readonly figures: Readonly<Record<string, unknown>>;
}

/**
 * One statement that aggregates what predictions `p` answered that meet the conditions: rows are read and counted in the
 * database, bytes by the layout that the version's schema gives them. Without a schema only decisions can be told.
 */
export function behaviourSql(conditions: readonly string[], schema: Schema | null): BehaviourSql {
  const layout = schema && packedLayout(schema);
  const cells = (layout?.cells ?? []).slice(0, mostCells);
  const names = ['decision', ...cells.map(({ name }) => name)];
  const steps = (layout?.lengths ?? []).map(
    (length, index) => `CROSS JOIN LATERAL (SELECT ${length} AS l${index} OFFSET 0) step${index}`,
  );
  const lengths = steps.map((_, index) => `, l${index}`).join('');
  const of = (wanted: (cell: OutputCell) => boolean) =>
    cells.map((cell, index) => ({ cell, number: index + 1 })).filter(({ cell }) => wanted(cell));
  const numbers = (['float32', 'float64'] as const).flatMap((dtype) => {
    const own = of((cell) => cell.dtype === dtype);
    return own.length === 0 ? [] : [valuesSql(own, floatAt[dtype])];
  });
  const words = [
    ...(['int64', 'int32', 'bool'] as const).flatMap((dtype) => {
      const own = of((cell) => cell.dtype === dtype);
      return own.length === 0 ? [] : [valuesSql(own, wordAt[dtype])];
    }),
    ...of((cell) => cell.dtype === 'string').map(({ cell, number }) => textsSql(cell, number)),
  ];
  const text = `WITH picked AS MATERIALIZED (
  SELECT p.run_id, p.row, p.basis, p.consumer, p.decision ? 'outcome' AS decided, left(p.decision->>'outcome', ${mostText}) AS outcome
  FROM prediction p WHERE ${conditions.join(' AND ')}
), laid AS MATERIALIZED (
  SELECT id, n, o, sealed, ${layout ? `coalesce(length(o) = ${layout.total}, false)` : 'false'} AS ok${lengths}
  FROM (SELECT r.id, r.rows AS n, CASE WHEN r.subject_key_id IS NULL THEN r.outputs END AS o, r.subject_key_id IS NOT NULL AS sealed
    FROM scoring_run r WHERE r.id IN (SELECT run_id FROM picked)) runs ${steps.join(' ')}
), answered AS NOT MATERIALIZED (
  SELECT l.*, p.row FROM picked p JOIN laid l ON l.id = p.run_id WHERE l.ok AND p.row < l.n
)${numbers.length > 0 ? `, numbers (cell, v) AS MATERIALIZED (${numbers.join(' UNION ALL ')})` : ''}
, words (cell, v) AS (
  SELECT 0, coalesce(outcome, 'undecided') FROM picked WHERE decided${words.map((select) => ` UNION ALL ${select}`).join('')}
), classes AS (
  SELECT cell, v, count(*) AS count, row_number() OVER (PARTITION BY cell ORDER BY count(*) DESC, v) AS place, sum(count(*)) OVER (PARTITION BY cell) AS total
  FROM words GROUP BY cell, v
)
SELECT 'counts' AS part, NULL::int AS cell, json_build_object('predictions', count(*), 'claimed', count(*) FILTER (WHERE basis = 'claimed'),
  'consumers', count(DISTINCT consumer), 'sealed', count(*) FILTER (WHERE l.sealed), 'gone', count(*) FILTER (WHERE NOT l.sealed AND l.o IS NULL),
  'unreadable', count(*) FILTER (WHERE l.o IS NOT NULL AND NOT (l.ok AND p.row < l.n))) AS figures
FROM picked p JOIN laid l ON l.id = p.run_id
UNION ALL SELECT 'class', cell, json_build_object('name', v, 'count', count, 'total', total) FROM classes WHERE place <= ${mostClasses}${
    numbers.length > 0
      ? `
UNION ALL SELECT 'numbers', cell, json_build_object('total', count(*), 'finite', count(v) FILTER (WHERE v <> 'NaN'), 'mean', avg(v) FILTER (WHERE v <> 'NaN'),
  'quantiles', percentile_disc((SELECT array_agg(s / 100.0::float8 ORDER BY s) FROM generate_series(0, 100) s)) WITHIN GROUP (ORDER BY v) FILTER (WHERE v <> 'NaN'))
FROM numbers GROUP BY cell`
      : ''
  }`;
  return { text, names };
}

type Numbered = readonly { readonly cell: OutputCell; readonly number: number }[];

/** The places of all values of one type, and the values. */
const valuesSql = (cells: Numbered, value: string): string =>
  `SELECT cell, ${value} FROM answered CROSS JOIN LATERAL (VALUES ${cells
    .map(({ cell, number }) => `(${number}, ${cell.at})`)
    .join(', ')}) AS places (cell, at)`;

const textAt = (at: string, size: string) =>
  `left(convert_from(substring(o FROM ${at} + 5 FOR ${size}), 'UTF8'), ${mostText})`;

/** Texts stand one after the other: of a run of several they are walked once, whichever of them are asked for. */
const textsSql = ({ elements }: OutputCell, number: number): string => `
  SELECT ${number}, ${textAt(elements, uint32At(elements))} FROM answered WHERE n = 1
  UNION ALL SELECT ${number}, ${textAt('at', 'size')} FROM laid l CROSS JOIN LATERAL (
    WITH RECURSIVE walk (place, at, size) AS (
      SELECT 0, first, ${uint32At('first')} FROM (SELECT ${elements} AS first OFFSET 0) f
      UNION ALL SELECT place + 1, next, ${uint32At('next')} FROM walk CROSS JOIN LATERAL (SELECT at + 4 + size AS next OFFSET 0) step
        WHERE place + 1 < n AND next IS NOT NULL
    ) SELECT place, at, size FROM walk
  ) w JOIN picked p ON p.run_id = l.id AND p.row = w.place WHERE l.ok AND l.n > 1`;
