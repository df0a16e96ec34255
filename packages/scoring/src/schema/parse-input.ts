import type { ProblemList } from './problem-list.ts';
import type { Dtype, InputKind, SchemaInput, SchemaOutput } from './schema.ts';

export const DTYPES: readonly Dtype[] = ['float32', 'float64', 'int64', 'int32', 'bool', 'string'];
const KINDS: readonly InputKind[] = ['numeric', 'categorical', 'text', 'boolean'];
/** Members of one list of categories or classes that are accepted. */
const MAXIMUM_MEMBERS = 10_000;

const readAllowed = (list: ProblemList, value: unknown, dtype: Dtype, path: string) => {
  const allowed = list.list(value, path, MAXIMUM_MEMBERS);
  const expected = dtype === 'string' ? 'string' : 'number';
  const wrong = allowed?.findIndex((member) => typeof member !== expected) ?? -1;
  if (wrong >= 0) return list.add(`${path}.${wrong}`, `must be a ${expected}`);
  return allowed as (string | number)[] | undefined;
};

const readMissing = (list: ProblemList, value: unknown, dtype: Dtype, path: string) => {
  if (dtype === 'string')
    return typeof value === 'string' ? value : list.add(path, 'must be text for a text input');
  if (dtype === 'float32' || dtype === 'float64')
    return value === 'NaN' ? Number.NaN : list.number(value, path);
  if (dtype === 'bool') return list.add(path, 'a yes-or-no input has no value for missing');
  return Number.isSafeInteger(value) ? (value as number) : list.add(path, 'must be a whole number');
};

const checkBounds = (list: ProblemList, input: SchemaInput, path: string): void => {
  const { minimum, maximum, trainingMin, trainingMax, dtype } = input;
  const bounded = [minimum, maximum, trainingMin, trainingMax].some((bound) => bound !== undefined);
  if (bounded && (dtype === 'string' || dtype === 'bool')) list.add(path, 'only numbers have a range');
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    list.add(`${path}.minimum`, 'must not be above the maximum');
  if (trainingMin !== undefined && trainingMax !== undefined && trainingMin > trainingMax)
    list.add(`${path}.trainingMin`, 'must not be above trainingMax');
};

/** Reads one member of `inputs`. */
export function parseInput(list: ProblemList, json: unknown, path: string): SchemaInput | undefined {
  const record = list.record(json, path);
  if (!record) return undefined;
  const name = list.name(record.name, `${path}.name`);
  const dtype = list.oneOf(record.dtype, DTYPES, `${path}.dtype`);
  const kind = list.oneOf(record.kind, KINDS, `${path}.kind`);
  const nullable = list.optional(record.nullable, (value) => list.flag(value, `${path}.nullable`)) ?? false;
  if (!name || !dtype || !kind) return undefined;
  const number = (key: string) => list.optional(record[key], (value) => list.number(value, `${path}.${key}`));
  const text = (key: string) => list.optional(record[key], (value) => list.text(value, `${path}.${key}`));
  const input: SchemaInput = {
    name,
    dtype,
    kind,
    nullable,
    onnxMissing: list.optional(record.onnxMissing, (value) =>
      readMissing(list, value, dtype, `${path}.onnxMissing`),
    ),
    minimum: number('minimum'),
    maximum: number('maximum'),
    allowed: list.optional(record.allowed, (value) => readAllowed(list, value, dtype, `${path}.allowed`)),
    trainingMin: number('trainingMin'),
    trainingMax: number('trainingMax'),
    unit: text('unit'),
    description: text('description'),
    sensitive: list.optional(record.sensitive, (value) => list.flag(value, `${path}.sensitive`)),
  };
  checkBounds(list, input, path);
  return input;
}

/** Reads one member of `outputs`. */
export function parseOutput(list: ProblemList, json: unknown, path: string): SchemaOutput | undefined {
  const record = list.record(json, path);
  if (!record) return undefined;
  const name = list.name(record.name, `${path}.name`);
  const dtype = list.oneOf(record.dtype, DTYPES, `${path}.dtype`);
  if (!name || !dtype) return undefined;
  const classes = list.optional(record.classes, (value) =>
    list
      .list(value, `${path}.classes`, MAXIMUM_MEMBERS)
      ?.flatMap((member, index) => list.name(member, `${path}.classes.${index}`) ?? []),
  );
  if (classes && new Set(classes).size !== classes.length) list.add(`${path}.classes`, 'must be different');
  return {
    name,
    dtype,
    classes,
    allowed: list.optional(record.allowed, (value) => readAllowed(list, value, dtype, `${path}.allowed`)),
    unit: list.optional(record.unit, (value) => list.text(value, `${path}.unit`)),
    description: list.optional(record.description, (value) => list.text(value, `${path}.description`)),
  };
}
