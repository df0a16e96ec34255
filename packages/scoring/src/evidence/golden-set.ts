import { ProblemList } from '../schema/problem-list.ts';
import type { Schema, SchemaProblem } from '../schema/schema.ts';
import { validateRows } from '../schema/validate-rows.ts';
import { recordedOutputs } from '../tensor/recorded-outputs.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { TensorFault } from '../tensor/tensor-fault.ts';
import { toTensors } from '../tensor/to-tensors.ts';

export interface GoldenRow {
  id: string;
  inputs: Tensor[];
  expected: Tensor[];
}

/** Rows with the answers that the version must give, each scored by itself. */
export interface GoldenSet {
  rows: GoldenRow[];
}

/** Rows of one golden set that are accepted. */
const MAXIMUM_ROWS = 10_000;

const readId = (value: unknown, index: number): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : String(index);

const readRow = (list: ProblemList, schema: Schema, json: unknown, index: number): GoldenRow | undefined => {
  const path = `rows.${index}`;
  const record = list.record(json, path);
  const inputs = record && list.record(record.inputs, `${path}.inputs`);
  if (!record || !inputs) return undefined;
  const { problems } = validateRows(schema, [inputs]);
  for (const { field, message } of problems) list.add(`${path}.inputs.${field}`, message);
  if (problems.length > 0) return undefined;
  try {
    const expected = recordedOutputs(schema, [record.expected]);
    return { id: readId(record.id, index), inputs: toTensors(schema, [inputs]), expected };
  } catch (error) {
    if (error instanceof TensorFault) return list.add(`${path}.expected`, error.message);
    throw error;
  }
};

/** Reads a version's golden.json against its schema. */
export function parseGoldenSet(
  schema: Schema,
  json: unknown,
): { golden: GoldenSet } | { problems: SchemaProblem[] } {
  const list = new ProblemList();
  const rows = list.record(json, '')?.rows;
  const read = list
    .list(rows, 'rows', MAXIMUM_ROWS)
    ?.flatMap((row, index) => readRow(list, schema, row, index) ?? []);
  if (!read || list.problems.length > 0) return { problems: list.problems };
  return { golden: { rows: read } };
}
