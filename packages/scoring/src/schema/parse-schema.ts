import { checkCoherence } from './check-coherence.ts';
import { parseDecision } from './parse-decision.ts';
import { parseInput, parseOutput } from './parse-input.ts';
import { parseOnnxSignature } from './parse-onnx-signature.ts';
import { ProblemList } from './problem-list.ts';
import type { Schema, SchemaProblem, Tolerance } from './schema.ts';

const MAXIMUM_FIELDS = 4_096;
/** Beyond this a float32 tolerance would span whole orders of magnitude (2^23 ulp double a value). */
const MAXIMUM_ULP = 2 ** 23;

const readTolerance = (list: ProblemList, json: unknown): Tolerance | undefined => {
  const ulp = list.record(json, 'tolerance')?.ulp;
  if (Number.isSafeInteger(ulp) && (ulp as number) >= 0 && (ulp as number) <= MAXIMUM_ULP)
    return { ulp: ulp as number };
  return list.add('tolerance.ulp', `must be a whole number from 0 to ${MAXIMUM_ULP}`);
};

const requireUnique = (list: ProblemList, members: { name: string }[], path: string): void => {
  const seen = new Set<string>();
  for (const { name } of members) {
    if (seen.has(name)) list.add(path, `names ${name} twice`);
    seen.add(name);
  }
};

/** Reads a version's schema.json. Says everything that is wrong with it, or gives a schema that hangs together. */
export function parseSchema(json: unknown): { schema: Schema } | { problems: SchemaProblem[] } {
  const list = new ProblemList();
  const record = list.record(json, '');
  if (!record) return { problems: list.problems };
  const inputs = list
    .list(record.inputs, 'inputs', MAXIMUM_FIELDS)
    ?.flatMap((member, index) => parseInput(list, member, `inputs.${index}`) ?? []);
  const outputs = list
    .list(record.outputs, 'outputs', MAXIMUM_FIELDS)
    ?.flatMap((member, index) => parseOutput(list, member, `outputs.${index}`) ?? []);
  const onnx = parseOnnxSignature(list, record.onnx);
  const text = (key: string) => list.optional(record[key], (value) => list.text(value, key));
  const about = { model: text('model'), version: text('version'), task: text('task') };
  if (!inputs || !outputs || !onnx || list.problems.length > 0) return { problems: list.problems };
  requireUnique(list, inputs, 'inputs');
  requireUnique(list, outputs, 'outputs');
  const schema: Schema = {
    ...about,
    inputs,
    outputs,
    onnx,
    decision: list.optional(record.decision, (value) => parseDecision(list, value, outputs)),
    tolerance: list.optional(record.tolerance, (value) => readTolerance(list, value)),
    outcomeRule: list.optional(record.outcomeRule, (value) => list.record(value, 'outcomeRule')),
  };
  checkCoherence(list, schema);
  return list.problems.length > 0 ? { problems: list.problems } : { schema };
}
