import type { RowProblem, RowProblemCode, RowValidation, RowWarning } from './row-problem.ts';
import type { Schema, SchemaInput } from './schema.ts';

/** UTF-16 units of one text value. */
const MAXIMUM_TEXT = 1_048_576;
const INT32 = { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const INT64 = { minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n };

type Finding = { code: RowProblemCode; message: string } | undefined;

const PROBLEMS = {
  missing: { code: 'missing', message: 'a value is required' },
  number: { code: 'type', message: 'must be a number' },
  whole: { code: 'type', message: 'must be a whole number (beyond ±2^53 as decimal text)' },
  flag: { code: 'type', message: 'must be true or false' },
  text: { code: 'type', message: 'must be text without NUL or broken characters' },
  category: { code: 'category', message: 'is not one of the allowed values' },
} as const satisfies Record<string, Finding>;

const outOfRange = (message: string): Finding => ({ code: 'range', message });

/**
 * A whole number, or undefined. Decimal text is taken only where a JSON number could not carry the value exactly, so that
 * one value has one form.
 */
export function readInteger(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string' || !/^-?[1-9][0-9]{15,18}$/.test(value)) return undefined;
  const read = BigInt(value);
  return Number.isSafeInteger(Number(read)) ? undefined : read;
}

const checkRange = (input: SchemaInput, value: number | bigint): Finding => {
  if (input.minimum !== undefined && value < input.minimum)
    return outOfRange(`must be at least ${input.minimum}`);
  if (input.maximum !== undefined && value > input.maximum)
    return outOfRange(`must be at most ${input.maximum}`);
  if (input.allowed && !input.allowed.includes(Number(value))) return PROBLEMS.category;
  return undefined;
};

const checkFloat = (input: SchemaInput, value: unknown): Finding => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return PROBLEMS.number;
  if (input.dtype === 'float32' && !Number.isFinite(Math.fround(value)))
    return outOfRange('is beyond the range of float32');
  return checkRange(input, value);
};

const checkInteger = (input: SchemaInput, value: unknown): Finding => {
  const read = readInteger(value);
  if (read === undefined) return PROBLEMS.whole;
  const { minimum, maximum } = input.dtype === 'int32' ? INT32 : INT64;
  if (read < minimum || read > maximum) return outOfRange(`is beyond the range of ${input.dtype}`);
  return checkRange(input, read);
};

/** NUL would end the text inside the runtime, and a lone surrogate has no UTF-8 form. */
const checkText = (input: SchemaInput, value: unknown): Finding => {
  if (typeof value !== 'string' || value.includes('\0') || /\p{Cs}/u.test(value)) return PROBLEMS.text;
  if (value.length > MAXIMUM_TEXT) return outOfRange(`must not be longer than ${MAXIMUM_TEXT} characters`);
  return input.allowed && !input.allowed.includes(value) ? PROBLEMS.category : undefined;
};

const checkValue = (input: SchemaInput, value: unknown): Finding => {
  if (value === undefined) return PROBLEMS.missing;
  if (value === null) return input.nullable ? undefined : PROBLEMS.missing;
  if (input.dtype === 'string') return checkText(input, value);
  if (input.dtype === 'bool') return typeof value === 'boolean' ? undefined : PROBLEMS.flag;
  return input.dtype === 'float32' || input.dtype === 'float64'
    ? checkFloat(input, value)
    : checkInteger(input, value);
};

const outsideTraining = ({ trainingMin, trainingMax }: SchemaInput, value: unknown): boolean =>
  typeof value === 'number' &&
  ((trainingMin !== undefined && value < trainingMin) || (trainingMax !== undefined && value > trainingMax));

/**
 * Holds a caller's rows against the schema. Problems come in the order of the rows, unknown fields first, then by the
 * schema's inputs; values outside of what was seen in training are warnings.
 */
export function validateRows(schema: Schema, rows: readonly unknown[]): RowValidation {
  const problems: RowProblem[] = [];
  const warnings: RowWarning[] = [];
  const known = new Set(schema.inputs.map((input) => input.name));
  for (const [row, given] of rows.entries()) {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      problems.push({ row, field: '', code: 'type', message: 'must be an object with a value per input' });
      continue;
    }
    for (const field of Object.keys(given))
      if (!known.has(field))
        problems.push({ row, field, code: 'unknown', message: 'is not an input of this version' });
    for (const input of schema.inputs) {
      const field = input.name;
      const value: unknown = Object.hasOwn(given, field) ? Reflect.get(given, field) : undefined;
      const finding = checkValue(input, value);
      if (finding) problems.push({ row, field, ...finding });
      else if (outsideTraining(input, value))
        warnings.push({
          row,
          field,
          code: 'outside-training',
          message: `is outside of what the model saw in training (${input.trainingMin} to ${input.trainingMax})`,
        });
    }
  }
  return { problems, warnings };
}
