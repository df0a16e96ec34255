import { findOutput } from '../schema/output-path.ts';
import type { Decision, DecisionOperator, DecisionOutcome, Schema } from '../schema/schema.ts';
import type { OutputRow, OutputValue } from '../tensor/from-tensors.ts';

/** What the rule made of one row: the value that it looked at and the outcome. A computed value of the prediction. */
export interface AppliedDecision {
  output: string;
  op: DecisionOperator;
  /** The threshold in force. */
  value: string | number;
  observed: OutputValue;
  /** null where the observed value is NaN: no rule can decide on it, and no outcome follows. */
  met: boolean | null;
  outcome: DecisionOutcome | null;
}

const compare = (op: DecisionOperator, observed: OutputValue, value: string | number): boolean => {
  switch (op) {
    case '==':
      return observed === value;
    case '!=':
      return observed !== value;
    case '>=':
      return observed >= value;
    case '>':
      return observed > value;
    case '<=':
      return observed <= value;
    case '<':
      return observed < value;
  }
};

const observe = (schema: Pick<Schema, 'outputs'>, path: string, row: OutputRow): OutputValue | undefined => {
  const place = findOutput(schema.outputs, path);
  const found = place && row[place.output.name];
  if (found === undefined || Array.isArray(found)) return undefined;
  if (typeof found !== 'object') return found;
  return place?.className === undefined ? undefined : found[place.className];
};

/** JSON carries infinities as text and large integers as decimal text; a numeric rule needs the numbers back. */
const asNumber = (observed: OutputValue): number => Number(observed);

/**
 * Applies a version's rule to one row of fromTensors. A float32 output is widened exactly and compared in float64 with the
 * threshold as it was written. undefined where the row has no such value.
 */
export function applyDecision(
  schema: Pick<Schema, 'outputs'>,
  decision: Decision,
  row: OutputRow,
): AppliedDecision | undefined {
  const { output, op, value } = decision;
  const observed = observe(schema, output, row);
  if (observed === undefined) return undefined;
  const operand = typeof value === 'number' ? asNumber(observed) : observed;
  if (Number.isNaN(operand)) return { output, op, value, observed, met: null, outcome: null };
  const met = compare(op, operand, value);
  return { output, op, value, observed, met, outcome: met ? decision.then : decision.else };
}
