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
 * SQL that holds for runs (`r`) of the experiment `experiment` that meet a condition. A run without the metric, parameter or
 * tag meets none about it; NaN is neither smaller nor larger than, nor equal to, nor different from anything.
 */
export function conditionSql(
  { column, operator, value }: RunCondition,
  experiment: string,
  values: Values,
): string {
  if (column.of === 'attributes') {
    const isTime = column.key === 'start_time' || column.key === 'end_time';
    const sql = attributeColumns[column.key];
    return isTime
      ? `${sql} ${signs[operator]} to_timestamp(${values.add(value)}::float8 / 1000)`
      : textSql(sql, operator, values.add(value));
  }
  const key = values.add(column.key);
  if (column.of === 'metrics')
    return `EXISTS (SELECT FROM run_metric c WHERE c.run_id = r.id AND c.experiment_id = ${experiment} AND c.key = ${key}
      AND c.value <> 'NaN' AND c.value ${signs[operator]} ${values.add(value)}::float8)`;
  const kind = column.of === 'params' ? 'param' : 'tag';
  const given = values.add(value);
  // The index has the number and the head of a text, not all of it.
  const indexed =
    operator === '=' && typeof value === 'string'
      ? ` AND c.rank = ${values.add(rankOf(value))}::float8 AND c.head = ${values.add(headOf(value))}`
      : '';
  return `EXISTS (SELECT FROM run_text c WHERE c.run_id = r.id AND c.experiment_id = ${experiment} AND c.kind = '${kind}'
    AND c.key = ${key}${indexed} AND ${textSql('c.value', operator, given)})`;
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
