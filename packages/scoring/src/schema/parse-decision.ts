import { findOutput } from './output-path.ts';
import type { ProblemList } from './problem-list.ts';
import type { Decision, DecisionOperator, DecisionOutcome, Dtype, SchemaOutput } from './schema.ts';

export const DECISION_OPERATORS: readonly DecisionOperator[] = ['>=', '>', '<=', '<', '==', '!='];

const readOutcome = (list: ProblemList, value: unknown, path: string): DecisionOutcome | undefined => {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : list.add(path, 'must be text, a number, or true or false');
};

const readThreshold = (list: ProblemList, value: unknown, op: DecisionOperator, dtype: Dtype) => {
  if (dtype === 'bool') return list.add('decision.output', 'a yes-or-no output needs no decision');
  if (dtype !== 'string') return list.number(value, 'decision.value');
  if (op !== '==' && op !== '!=') return list.add('decision.op', 'text is only equal or not equal');
  return typeof value === 'string' ? value : list.add('decision.value', 'must be text, as the output is');
};

/** Reads the `decision` section and holds it against the outputs that it speaks about. */
export function parseDecision(
  list: ProblemList,
  json: unknown,
  outputs: readonly SchemaOutput[],
): Decision | undefined {
  const record = list.record(json, 'decision');
  if (!record) return undefined;
  const output = list.text(record.output, 'decision.output');
  const op = list.oneOf(record.op, DECISION_OPERATORS, 'decision.op');
  const outcome = readOutcome(list, record.then, 'decision.then');
  const otherwise = readOutcome(list, record.else, 'decision.else');
  if (!output || !op || outcome === undefined || otherwise === undefined) return undefined;
  const place = findOutput(outputs, output);
  if (!place) return list.add('decision.output', 'names no output of this schema');
  const value = readThreshold(list, record.value, op, place.output.dtype);
  if (value === undefined) return undefined;
  // The key `then` is the schema's own word. It is never a function, so this is never a thenable.
  return { output, op, value, then: outcome, else: otherwise };
}
