import { limits } from './limits.ts';
import { entityOf, isRunAttribute, type RunColumn, runAttributes } from './run-column.ts';
import { isClosed, type RunToken, runTokens } from './run-token.ts';

export const runOperators = ['=', '!=', '<', '<=', '>', '>=', 'LIKE', 'ILIKE', 'IN', 'NOT IN'] as const;
export type RunOperator = (typeof runOperators)[number];

/** One comparison. A time is in ms since 1970; `IN` has a list of texts. */
export interface RunCondition {
  readonly column: RunColumn;
  readonly operator: RunOperator;
  readonly value: number | string | readonly string[];
}

export const runFilterProblems = [
  'INCOMPLETE',
  'UNEXPECTED',
  'UNKNOWN_COLUMN',
  'UNKNOWN_OPERATOR',
  'WRONG_VALUE',
  'UNCLOSED',
  'TOO_LONG',
] as const;

/** What is wrong, and where: a place in the text, in UTF-16 units from its beginning. */
export interface RunFilterProblem {
  readonly code: (typeof runFilterProblems)[number];
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  /** What could stand there. */
  readonly expected: readonly string[];
  /** The part of a comparison that was expected, and the column that it belongs to. */
  readonly expects: 'column' | 'operator' | 'value' | 'list' | 'and';
  readonly column: RunColumn | null;
}

export type RunFilter =
  | { readonly conditions: readonly RunCondition[]; readonly problem: null }
  | { readonly conditions: null; readonly problem: RunFilterProblem };

const textOperators: readonly RunOperator[] = ['=', '!=', 'LIKE', 'ILIKE', 'IN', 'NOT IN'];
const numberOperators: readonly RunOperator[] = ['=', '!=', '<', '<=', '>', '>='];

export const isTime = ({ of, key }: RunColumn): boolean =>
  of === 'attributes' && (key === 'start_time' || key === 'end_time');

/** What a column may be compared by. */
export const operatorsOf = (column: RunColumn): readonly RunOperator[] =>
  column.of === 'metrics' || isTime(column) ? numberOperators : textOperators;

export const columnStarts = ['metrics.', 'params.', 'tags.', 'attributes.'] as const;

class Wrong extends Error {
  constructor(readonly problem: RunFilterProblem) {
    super(problem.message);
  }
}

/**
 * Reads `metrics.rmse < 1 and params.model = "tree"`: MLflow's grammar for searching runs, comparisons joined by AND.
 * Keys with other characters than letters, digits and _ . / - stand in backticks or double quotation marks; texts in single
 * or double ones; a mark is doubled inside. No text at all is a filter without conditions.
 */
export function parseRunFilter(text: string): RunFilter {
  if (text.length > limits.runFilter)
    return {
      conditions: null,
      problem: {
        code: 'TOO_LONG',
        offset: limits.runFilter,
        length: text.length - limits.runFilter,
        message: `A filter has at most ${limits.runFilter} characters.`,
        expected: [],
        expects: 'and',
        column: null,
      },
    };
  try {
    return { conditions: conditionsOf(new Reader(text)), problem: null };
  } catch (error) {
    if (error instanceof Wrong) return { conditions: null, problem: error.problem };
    throw error;
  }
}

function conditionsOf(reader: Reader): RunCondition[] {
  const conditions: RunCondition[] = [];
  if (!reader.peek()) return conditions;
  for (;;) {
    if (conditions.length === limits.runConditions)
      throw reader.wrong('TOO_LONG', 'column', `A filter has at most ${limits.runConditions} comparisons.`);
    conditions.push(condition(reader));
    const next = reader.peek();
    if (!next) return conditions;
    if (!isWord(next, 'AND')) {
      const isOr = isWord(next, 'OR');
      throw reader.wrong(
        'UNEXPECTED',
        'and',
        isOr ? 'Comparisons are joined by AND alone.' : 'Here “and” or the end was expected.',
        { expected: ['and'] },
      );
    }
    reader.take();
  }
}

const isWord = (token: RunToken | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toUpperCase() === word;

function condition(reader: Reader): RunCondition {
  const column = columnAt(reader);
  const operator = operatorAt(reader, column);
  if (operator === 'IN' || operator === 'NOT IN') return { column, operator, value: listAt(reader, column) };
  return { column, operator, value: valueAt(reader, column) };
}

function columnAt(reader: Reader): RunColumn {
  const unknown = (message: string, expected: readonly string[] = columnStarts) =>
    reader.wrong('UNKNOWN_COLUMN', 'column', message, { expected });
  const token = reader.peek();
  if (token?.kind !== 'word')
    throw token
      ? unknown('A comparison begins with what is compared: metrics., params., tags. or attributes.')
      : reader.wrong('INCOMPLETE', 'column', 'Here a comparison was expected.', { expected: columnStarts });
  const dot = token.text.indexOf('.');
  const of = dot < 0 ? 'attributes' : entityOf(token.text.slice(0, dot));
  if (of === null)
    throw unknown(`There is no “${token.text.slice(0, dot)}”: metrics., params., tags. or attributes.`);
  let key = token.text.slice(dot + 1);
  if (dot < 0 && !isRunAttribute(key))
    throw unknown(`“${key}” is no attribute of runs: say metrics.${key}, params.${key} or tags.${key}.`, [
      ...columnStarts,
      ...runAttributes,
    ]);
  if (key === '') {
    const quoted = reader.peek(1);
    const isKey = quoted?.kind === 'text' && quoted.offset === token.end && quoted.quote !== "'";
    if (!isKey) {
      reader.take();
      throw reader.wrong('INCOMPLETE', 'column', `After ${token.text} a name was expected.`);
    }
    if (!isClosed(quoted))
      throw reader.wrong('UNCLOSED', 'column', `The name is not closed by ${quoted.quote}.`, { at: quoted });
    key = quoted.text;
    reader.take();
  }
  if (of === 'attributes') {
    if (!isRunAttribute(key))
      throw unknown(
        `“${key}” is no attribute of runs.`,
        runAttributes.map((name) => `attributes.${name}`),
      );
    reader.take();
    return { of, key };
  }
  reader.take();
  return { of, key };
}

function operatorAt(reader: Reader, column: RunColumn): RunOperator {
  const allowed = operatorsOf(column);
  const more = { expected: allowed, column };
  const token = reader.peek();
  if (!token)
    throw reader.wrong('INCOMPLETE', 'operator', `Here one of ${allowed.join(' ')} was expected.`, more);
  const isNot = isWord(token, 'NOT');
  const written = token.kind === 'word' || token.kind === 'sign' ? token.text.toUpperCase() : null;
  const word = isNot && isWord(reader.peek(1), 'IN') ? 'NOT IN' : written === '==' ? '=' : written;
  const known = runOperators.find((one) => one === word);
  if (!known || !allowed.includes(known))
    throw reader.wrong(
      'UNKNOWN_OPERATOR',
      'operator',
      `${column.of}.${column.key} is compared by one of ${allowed.join(' ')}.`,
      more,
    );
  reader.take();
  if (known === 'NOT IN') reader.take();
  return known;
}

function valueAt(reader: Reader, column: RunColumn): number | string {
  const token = reader.peek();
  const isNumeric = column.of === 'metrics' || isTime(column);
  const wanted = isTime(column)
    ? 'a time in quotation marks such as "2026-01-31", or in milliseconds'
    : isNumeric
      ? 'a number'
      : 'a text in quotation marks';
  const more = { expected: [wanted], column };
  if (!token) throw reader.wrong('INCOMPLETE', 'value', `Here ${wanted} was expected.`, more);
  if (token.kind === 'text' && !isClosed(token))
    throw reader.wrong('UNCLOSED', 'value', `The text is not closed by ${token.quote}.`, more);
  const value = isTime(column) && token.kind === 'text' ? timeOf(token.text) : plainValue(token, isNumeric);
  if (value === null || token.quote === '`')
    throw reader.wrong('WRONG_VALUE', 'value', `Here ${wanted} was expected.`, more);
  reader.take();
  return value;
}

const plainValue = (token: RunToken, isNumeric: boolean): number | string | null =>
  isNumeric
    ? token.kind === 'number'
      ? Number(token.text)
      : null
    : token.kind === 'text'
      ? token.text
      : null;

const timeForm = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d))?$/;
function timeOf(text: string): number | null {
  const ms = timeForm.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

function listAt(reader: Reader, column: RunColumn): string[] {
  const values: string[] = [];
  const expectSign = (sign: '(' | ')' | ',') =>
    reader.peek()?.kind === 'sign' && reader.peek()?.text === sign;
  if (!expectSign('('))
    throw reader.wrong(
      reader.peek() ? 'UNEXPECTED' : 'INCOMPLETE',
      'list',
      'Here a list such as ("a", "b") was expected.',
      {
        expected: ['('],
        column,
      },
    );
  do {
    reader.take();
    values.push(String(valueAt(reader, column)));
  } while (expectSign(','));
  if (!expectSign(')'))
    throw reader.wrong(reader.peek() ? 'UNEXPECTED' : 'INCOMPLETE', 'list', 'Here “,” or “)” was expected.', {
      expected: [',', ')'],
      column,
    });
  reader.take();
  return values;
}

class Reader {
  readonly #tokens: readonly RunToken[];
  #at = 0;
  constructor(readonly text: string) {
    this.#tokens = runTokens(text);
  }
  peek(ahead = 0): RunToken | undefined {
    return this.#tokens[this.#at + ahead];
  }
  take(): void {
    this.#at += 1;
  }
  /** Points at what stands here, or at the end. */
  wrong(
    code: RunFilterProblem['code'],
    expects: RunFilterProblem['expects'],
    message: string,
    more: {
      readonly expected?: readonly string[];
      readonly column?: RunColumn;
      readonly at?: RunToken;
    } = {},
  ): Wrong {
    const token = more.at ?? this.peek();
    const { expected = [], column = null } = more;
    const offset = token?.offset ?? this.text.trimEnd().length;
    const length = token ? token.end - token.offset : 0;
    return new Wrong({ code, offset, length, message, expected, expects, column });
  }
}
