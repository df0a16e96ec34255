import { ProblemList } from '../schema/problem-list.ts';
import type { RowProblemCode } from '../schema/row-problem.ts';
import type { Schema, SchemaProblem } from '../schema/schema.ts';
import { recordedOutputs } from '../tensor/recorded-outputs.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { TensorFault } from '../tensor/tensor-fault.ts';

export interface DeclaredReason {
  code: RowProblemCode;
  input: string;
}

/** `outputs` and `warnings` only where the case declares them. */
export type DeclaredBehaviour =
  | { behaviour: 'value'; outputs?: Tensor[]; warnings?: string[] }
  | { behaviour: 'refuse'; reasons: DeclaredReason[] };

export interface RobustnessCase {
  name: string;
  category: string;
  /** As a caller might send them: not validated, that is the point. */
  inputs: unknown;
  declared: DeclaredBehaviour;
}

const MAXIMUM_CASES = 10_000;
const MAXIMUM_REASONS = 10_000;
const CODES: readonly RowProblemCode[] = ['missing', 'type', 'range', 'category', 'unknown'];

const readReasons = (list: ProblemList, json: unknown, path: string): DeclaredReason[] | undefined =>
  list.list(json, path, MAXIMUM_REASONS)?.flatMap((member, index) => {
    const record = list.record(member, `${path}.${index}`);
    const code = record && list.oneOf(record.code, CODES, `${path}.${index}.code`);
    const input = record && list.text(record.input, `${path}.${index}.input`);
    return code && input ? [{ code, input }] : [];
  });

const readWarnings = (list: ProblemList, json: unknown, path: string): string[] | undefined => {
  if (!Array.isArray(json)) return list.add(path, 'must be a list');
  return json.flatMap((member, index) => {
    const record = list.record(member, `${path}.${index}`);
    return record ? (list.text(record.input, `${path}.${index}.input`) ?? []) : [];
  });
};

const readDeclared = (
  list: ProblemList,
  schema: Schema,
  json: unknown,
  path: string,
): DeclaredBehaviour | undefined => {
  const record = list.record(json, path);
  const behaviour = record && list.oneOf(record.behaviour, ['value', 'refuse'], `${path}.behaviour`);
  if (!record || !behaviour) return undefined;
  if (behaviour === 'refuse') {
    const reasons = readReasons(list, record.reasons, `${path}.reasons`);
    return reasons && { behaviour, reasons };
  }
  const warnings = list.optional(record.warnings, (value) => readWarnings(list, value, `${path}.warnings`));
  try {
    const outputs = list.optional(record.outputs, (value) => recordedOutputs(schema, [value]));
    return { behaviour, outputs, warnings };
  } catch (error) {
    if (error instanceof TensorFault) return list.add(`${path}.outputs`, error.message);
    throw error;
  }
};

/** Reads a version's robustness.json against its schema. */
export function parseRobustnessCases(
  schema: Schema,
  json: unknown,
): { cases: RobustnessCase[] } | { problems: SchemaProblem[] } {
  const list = new ProblemList();
  const cases = list.list(list.record(json, '')?.cases, 'cases', MAXIMUM_CASES)?.flatMap((member, index) => {
    const path = `cases.${index}`;
    const record = list.record(member, path);
    if (!record) return [];
    const name = list.text(record.name, `${path}.name`);
    const category = list.text(record.category, `${path}.category`);
    const declared = readDeclared(list, schema, record.expected, `${path}.expected`);
    return name && category && declared ? [{ name, category, inputs: record.inputs, declared }] : [];
  });
  return cases && list.problems.length === 0 ? { cases } : { problems: list.problems };
}
