import type { flipBases } from '@countersign/contracts';
import type { OutputRow, Schema, SchemaOutput } from '@countersign/scoring';

export type FlipBasis = (typeof flipBases)[number];

const isFloat = ({ dtype }: Pick<SchemaOutput, 'dtype'>) => dtype === 'float32' || dtype === 'float64';
const isList = ({ onnx }: Schema, { name, classes }: SchemaOutput) =>
  classes !== undefined ||
  onnx.outputs.some(
    (value) => value.name === name && value.shape.slice(1).some((size) => Number(size) !== 1),
  );
/** Outputs that are one value, no number with a fraction: what a classifier calls its answer. */
const labelsOf = (schema: Schema) =>
  schema.outputs.filter((output) => !isFloat(output) && !isList(schema, output));

/** By what two answers are compared: the fixed version's decision rule, else labels, else numbers. */
export function basisOf(fixed: Schema): FlipBasis {
  if (fixed.decision) return 'decision';
  return labelsOf(fixed).length > 0 ? 'label' : 'number';
}

/** The one number that a version answers with; null where there are several or none. */
export function comparedOutput(fixed: Schema): SchemaOutput | null {
  const numbers = fixed.outputs.filter((output) => isFloat(output) && !isList(fixed, output));
  return numbers.length === 1 ? numbers[0]! : null;
}

/** One answer: its outputs, and what the rule in force made of them (null: undecided, undefined: there is no rule). */
export interface GivenAnswer {
  readonly row: OutputRow;
  readonly decision: string | null | undefined;
}

export interface Compared {
  readonly flipped: boolean;
  readonly oldMiss: boolean | null;
  readonly newMiss: boolean | null;
  readonly oldError: number | null;
  readonly newError: number | null;
}

export interface Comparing {
  readonly schema: Schema;
  readonly tolerance: number | null;
}

/** `truth`: what turned out to be true, undefined where nobody knew. */
export function compareAnswers(
  { schema, tolerance }: Comparing,
  old: GivenAnswer,
  fixed: GivenAnswer,
  truth: unknown,
): Compared {
  const flipped = isFlipped(schema, tolerance ?? 0, old, fixed);
  const of = (given: GivenAnswer) => missOf(schema, tolerance, given, truth);
  const [before, after] = [of(old), of(fixed)];
  // A miss of one alone says nothing about the fix.
  const isKnown = before.miss !== null && after.miss !== null;
  return {
    flipped,
    oldMiss: isKnown ? before.miss : null,
    newMiss: isKnown ? after.miss : null,
    oldError: before.error,
    newError: after.error,
  };
}

function isFlipped(schema: Schema, tolerance: number, old: GivenAnswer, fixed: GivenAnswer): boolean {
  if (old.decision !== undefined && fixed.decision !== undefined) return old.decision !== fixed.decision;
  const labels = labelsOf(schema);
  if (labels.length > 0) return labels.some(({ name }) => String(old.row[name]) !== String(fixed.row[name]));
  return schema.outputs.some(({ name }) => hasMoved(old.row[name], fixed.row[name], tolerance));
}

type Value = OutputRow[string] | undefined;

function hasMoved(old: Value, fixed: Value, tolerance: number): boolean {
  if (typeof old === 'object' && typeof fixed === 'object') {
    const keys = new Set([...Object.keys(old), ...Object.keys(fixed)]);
    const at = (value: object, key: string) => (value as Record<string, Value>)[key];
    return [...keys].some((key) => hasMoved(at(old, key), at(fixed, key), tolerance));
  }
  if (typeof old === 'number' && typeof fixed === 'number') return Math.abs(fixed - old) > tolerance;
  return old !== fixed;
}

/** A label that is not what was true, a number that is farther from it than the tolerance, or a decision that it contradicts. */
function missOf(
  schema: Schema,
  tolerance: number | null,
  { row, decision }: GivenAnswer,
  truth: unknown,
): { miss: boolean | null; error: number | null } {
  if (truth === undefined || truth === null) return { miss: null, error: null };
  const [label] = labelsOf(schema);
  if (label)
    return {
      miss: row[label.name] === undefined ? null : String(row[label.name]) !== String(truth),
      error: null,
    };
  const output = comparedOutput(schema);
  const said = output ? row[output.name] : undefined;
  if (typeof said === 'number' && typeof truth === 'number') {
    const error = Math.abs(said - truth);
    return { miss: tolerance === null ? null : error > tolerance, error };
  }
  const rule = schema.decision;
  if (rule && typeof decision === 'string' && [String(rule.then), String(rule.else)].includes(String(truth)))
    return { miss: decision !== String(truth), error: null };
  return { miss: null, error: null };
}
