import { parseRunFilter, Refusal, type RunAttribute, type RunCondition } from '@countersign/contracts';

/** Values of a statement, numbered as they are added. */
export class Values {
  readonly all: unknown[] = [];
  add(value: unknown): string {
    this.all.push(value);
    return `$${this.all.length}`;
  }
}

/** SQL columns of `run r`. */
const attributeColumns: Readonly<Record<RunAttribute, string>> = {
  run_id: 'r.key',
  run_name: 'r.name',
  status: 'r.status',
  start_time: 'r.started_at',
  end_time: 'r.ended_at',
};

/** Characters of a text that are indexed and sorted by. */
export const headLength = 200;

/** The number that a text is, NaN where it is none: what texts are sorted by first. */
export const rankOf = (text: string): number => {
  const trimmed = text.trim();
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
};

export const headOf = (text: string): string =>
  Array.from(text.slice(0, 2 * headLength))
    .slice(0, headLength)
    .join('');

/** The conditions of a filter that came in as text. @throws Refusal FILTER_WRONG that points at the place */
export function conditionsIn(filter: string | undefined): readonly RunCondition[] {
  const { conditions, problem } = parseRunFilter(filter ?? '');
  if (conditions) return conditions;
  const { code, offset, length, message, expected } = problem;
  throw new Refusal('FILTER_WRONG', message, { field: 'filter', problem: code, offset, length, expected });
}

/**
 * SQL that says of a run `r` whether it meets a condition: each run is looked up by itself, so that the database has no choice of reading
 * all others for it. A run without the metric, parameter or tag meets none about it; NaN is neither smaller nor larger than, nor
 * equal to, nor different from anything.
 */
export function conditionSql({ column, operator, value }: RunCondition, values: Values): string {
  if (column.of === 'attributes') {
    const isTime = column.key === 'start_time' || column.key === 'end_time';
    const sql = attributeColumns[column.key];
    return isTime
      ? `${sql} ${signs[operator]} to_timestamp(${values.add(value)}::float8 / 1000)`
      : textSql(sql, operator, values.add(value));
  }
  const key = values.add(column.key);
  if (column.of === 'metrics')
    return `(SELECT c.value <> 'NaN' AND c.value ${signs[operator]} ${values.add(value)}::float8
      FROM run_metric c WHERE c.run_id = r.id AND c.key = ${key})`;
  return `(SELECT ${textSql('c.value', operator, values.add(value))}
    FROM run_text c WHERE c.run_id = r.id AND c.kind = '${textKinds[column.of]}' AND c.key = ${key})`;
}

const textKinds = { params: 'param', tags: 'tag' } as const;

/** SQL that finds by an index the runs (`id`) of the experiment `experiment` that meet a condition; null where none helps. */
export function indexedSql(
  { column, operator, value }: RunCondition,
  experiment: string,
  values: Values,
): string | null {
  if (column.of === 'metrics') {
    if (operator === '!=') return null;
    return `SELECT c.run_id AS id FROM run_metric c WHERE c.experiment_id = ${experiment} AND c.key = ${values.add(column.key)}
      AND c.value <> 'NaN' AND c.value ${signs[operator]} ${values.add(value)}::float8`;
  }
  if (operator !== '=' || typeof value !== 'string') return null;
  if (column.of === 'attributes') {
    const sql = attributeColumns[column.key];
    return `SELECT r.id FROM run r WHERE r.experiment_id = ${experiment} AND ${sql} = ${values.add(value)}`;
  }
  // The index has the number and the head of a text, not all of it.
  return `SELECT c.run_id AS id FROM run_text c WHERE c.experiment_id = ${experiment} AND c.kind = '${textKinds[column.of]}'
    AND c.key = ${values.add(column.key)} AND c.rank = ${values.add(rankOf(value))}::float8 AND c.head = ${values.add(headOf(value))}
    AND c.value = ${values.add(value)}`;
}

const signs: Readonly<Record<RunCondition['operator'], string>> = {
  '=': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  LIKE: 'LIKE',
  ILIKE: 'ILIKE',
  IN: '=',
  'NOT IN': '<>',
};

function textSql(column: string, operator: RunCondition['operator'], given: string): string {
  if (operator === 'IN') return `${column} = ANY (${given}::text[])`;
  if (operator === 'NOT IN') return `${column} <> ALL (${given}::text[])`;
  // No escapes: a back-slash is a character like any other.
  const end = operator === 'LIKE' || operator === 'ILIKE' ? " ESCAPE ''" : '';
  return `${column} ${signs[operator]} ${given}${end}`;
}
