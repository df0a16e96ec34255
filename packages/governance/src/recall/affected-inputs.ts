import { type InputCondition, Refusal } from '@countersign/contracts';
import {
  rowOfTensors,
  type Schema,
  type SchemaInput,
  TensorFault,
  unpackTensors,
} from '@countersign/scoring';
import { inputValues } from '../prediction/input-values.ts';
import type { RecordedPrediction } from '../prediction/recorded-prediction.ts';

const ordered: ReadonlySet<InputCondition['comparison']> = new Set(['<', '<=', '>', '>=']);

const typeOf = (input: SchemaInput): 'number' | 'string' | 'boolean' =>
  input.dtype === 'string' ? 'string' : input.dtype === 'bool' ? 'boolean' : 'number';

/** @throws Refusal BAD_INPUT for a condition that no value of its field could be held against */
export function refuseUnfit(
  schema: Schema | null,
  conditions: readonly InputCondition[],
  at = 'affectedInputs',
): void {
  for (const [index, { field, comparison, value }] of conditions.entries()) {
    const wrong = (why: string) => new Refusal('BAD_INPUT', why, { field: `${at}.${index}` });
    const input = schema?.inputs.find(({ name }) => name === field);
    if (!input) throw wrong(`The version has no input ${field}.`);
    if (comparison === 'missing') {
      if (value !== undefined) throw wrong(`“${field} is missing” takes no value.`);
      continue;
    }
    const type = typeOf(input);
    if (typeof value !== type) throw wrong(`${field} is compared with a ${type}.`);
    if (ordered.has(comparison) && type !== 'number')
      throw wrong(`${field} is a ${type}: it is equal or it is not.`);
  }
}

type Value = string | number | boolean | null;

function holds({ comparison, value }: InputCondition, told: Value): boolean {
  if (comparison === 'missing') return told === null;
  if (told === null || value === undefined) return false;
  // A 64-bit integer and what is no finite number are told as texts.
  const found = typeof value === 'number' && typeof told === 'string' ? Number(told) : told;
  switch (comparison) {
    case '=':
      return found === value;
    case '<>':
      return found !== value;
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '>':
      return found > value;
    case '>=':
      return found >= value;
  }
}

/** Whether every condition holds of inputs by name; what is not among them is missing. */
export const allHold = (conditions: readonly InputCondition[], told: ReadonlyMap<string, Value>): boolean =>
  conditions.every((condition) => holds(condition, told.get(condition.field) ?? null));

/**
 * Whether a prediction's inputs meet every condition; null where nothing was kept that can be read: a reference alone, a
 * subject that was erased, content that left under a retention class, a damaged record.
 */
export function isAffected(
  { schema, inputs, row }: Pick<RecordedPrediction, 'schema' | 'inputs' | 'row'>,
  conditions: readonly InputCondition[],
): boolean | null {
  if (!schema || inputs === null) return null;
  try {
    const values = new Map(
      inputValues(schema, rowOfTensors(unpackTensors(inputs), row), new Map()).map(({ field, value }) => [
        field.name,
        value,
      ]),
    );
    return allHold(conditions, values);
  } catch (error) {
    if (error instanceof TensorFault) return null;
    throw error;
  }
}
