import { hash } from 'node:crypto';
import {
  applyDecision,
  type Decision,
  fromTensors,
  type OutputRow,
  rowOfTensors,
  type Schema,
  type Tensor,
  TensorFault,
  unpackTensors,
} from '@countersign/scoring';
import type { House } from '../context.ts';
import { type Executed, executeRuns } from '../prediction/execute-runs.ts';
import type { Finding } from '../prediction/judge-replay.ts';
import { outputCells } from '../prediction/output-cells.ts';
import type { RecordedPrediction } from '../prediction/recorded-prediction.ts';
import { allHold } from '../recall/affected-inputs.ts';
import { placeOf, saltedDigest } from '../subject/subject-content.ts';
import { carryRow, takesSameTensors, valuesOf } from './carried-inputs.ts';
import { type Compared, compareAnswers, type GivenAnswer } from './compare-answers.ts';
import { detailText, type SaidBy } from './rescored-detail.ts';
import type { RescoringDefinition } from './rescoring-stored.ts';

/** A row as it will be written. */
export interface Rescored {
  readonly predictionId: string;
  readonly answeredAt: Date;
  readonly consumer: string;
  readonly state: 'rescored' | 'not-rescored' | 'outside';
  readonly code: string | null;
  readonly compared: Compared | null;
  readonly detail: string | null;
}

export interface Rescoring {
  readonly id: string;
  readonly definition: RescoringDefinition;
  readonly fixed: { readonly artifact: string; readonly schema: Schema };
  /** What runs the fixed version: the one that serves, or the one for what nobody approved yet. */
  readonly scorer: House['scorer'];
}

/** Where a prediction's answer will be found: in which run, and at which row of it. */
interface Asked {
  readonly run: number;
  readonly row: number;
  readonly corrected: readonly { field: string; sent: string; fed: string }[];
}

type Prepared = Asked | { readonly code: string } | 'outside';

/**
 * Executes predictions of one version on the fixed one. Where both take the same tensors the run is executed as it was
 * recorded, with its own batch; else each row alone. @throws Refusal where the failure is one of the moment
 */
export async function rescoreBatch(
  { blobs }: Pick<House, 'blobs'>,
  rescoring: Rescoring,
  batch: readonly RecordedPrediction[],
  truths: ReadonlyMap<string, unknown>,
): Promise<Rescored[]> {
  const { fixed, scorer } = rescoring;
  const runs: Tensor[][] = [];
  const whole = new Map<string, number>();
  const same = new Map<Schema, boolean>();
  const isSame = (schema: Schema) => {
    const known = same.get(schema) ?? takesSameTensors(schema, fixed.schema);
    same.set(schema, known);
    return known;
  };
  const prepared = batch.map((prediction) => prepare(prediction, rescoring, { runs, whole, isSame }));
  const on = {
    artifact: { sha256: fixed.artifact, path: blobs.pathOf(fixed.artifact) },
    schema: fixed.schema,
  };
  const executed = runs.length > 0 ? await executeRuns(scorer, on, runs) : [];
  const answers = new Map<number, OutputRow[]>();
  return batch.map((prediction, index) =>
    judged(prediction, prepared[index]!, { rescoring, executed, answers, truths }),
  );
}

function prepare(
  prediction: RecordedPrediction,
  { definition, fixed }: Rescoring,
  {
    runs,
    whole,
    isSame,
  }: { runs: Tensor[][]; whole: Map<string, number>; isSame: (schema: Schema) => boolean },
): Prepared {
  const { schema, inputs, outputs, runtime } = prediction;
  if (prediction.subject_erased_at) return { code: 'SUBJECT_ERASED' };
  if (prediction.removed_at) return { code: 'CONTENT_REMOVED' };
  if (inputs === null || outputs === null) return { code: 'INPUTS_NOT_RECORDED' };
  if (runtime.name === 'constant') return { code: 'FALLBACK_CONSTANT' };
  if (!schema) return { code: 'NO_ADAPTER' };
  const known = whole.get(prediction.run_id);
  if (known !== undefined) return { run: known, row: prediction.row, corrected: [] };
  if (digestOf(prediction, inputs) !== prediction.inputs_digest) return { code: 'INPUTS_ALTERED' };
  try {
    const tensors = unpackTensors(inputs);
    const { conditions, corrections } = definition;
    const isWhole = corrections.length === 0 && isSame(schema);
    if (isWhole && conditions.length === 0) {
      whole.set(prediction.run_id, runs.length);
      return { run: runs.push(tensors) - 1, row: prediction.row, corrected: [] };
    }
    const values = valuesOf(schema, tensors, prediction.row);
    if (!allHold(conditions, new Map(Object.entries(values)))) return 'outside';
    const carried = carryRow(values, schema, fixed.schema, corrections);
    if ('code' in carried) return carried;
    return { run: runs.push(carried.tensors) - 1, row: 0, corrected: carried.corrected };
  } catch (error) {
    if (error instanceof TensorFault) return { code: 'RECORD_UNREADABLE' };
    throw error;
  }
}

const digestOf = ({ key, run_id: run }: RecordedPrediction, inputs: Buffer): string =>
  key ? saltedDigest(key, placeOf.inputs(run), inputs) : hash('sha256', inputs);

interface Judging {
  readonly rescoring: Rescoring;
  readonly executed: readonly (Executed | Finding)[];
  /** The answers of runs, read once. */
  readonly answers: Map<number, OutputRow[]>;
  readonly truths: ReadonlyMap<string, unknown>;
}

function judged(
  prediction: RecordedPrediction,
  prepared: Prepared,
  { rescoring, executed, answers, truths }: Judging,
): Rescored {
  const base = {
    predictionId: prediction.id,
    answeredAt: prediction.answered_at,
    consumer: prediction.consumer,
    code: null,
    compared: null,
    detail: null,
  };
  const unscored = (code: string): Rescored => ({ ...base, state: 'not-rescored', code });
  if (prepared === 'outside') return { ...base, state: 'outside' };
  if ('code' in prepared) return unscored(prepared.code);
  const run = executed[prepared.run]!;
  if ('verdict' in run) return unscored(run.code ?? 'SCORING_FAILED');
  const { fixed, definition } = rescoring;
  try {
    const oldTensors = rowOfTensors(unpackTensors(prediction.outputs!), prediction.row);
    const oldRow = fromTensors(prediction.schema!, oldTensors)[0]!;
    const newRows = answers.get(prepared.run) ?? fromTensors(fixed.schema, run.outputs);
    answers.set(prepared.run, newRows);
    const newRow = newRows[prepared.row]!;
    const rule = fixed.schema.decision ?? prediction.parameters.decision ?? null;
    const old: GivenAnswer = { row: oldRow, decision: decisionText(prediction.decision) };
    const given: GivenAnswer = {
      row: newRow,
      decision: rule ? decisionText(applyRule(fixed.schema, rule, newRow)) : undefined,
    };
    const truth = prediction.business_hash ? truths.get(prediction.business_hash.toString('hex')) : undefined;
    const comparing = { schema: fixed.schema, tolerance: definition.tolerance };
    const compared = compareAnswers(comparing, old, given, truth);
    const newTensors = rowOfTensors(run.outputs, prepared.row);
    const detail = detailText({ rescoringId: rescoring.id, predictionId: prediction.id }, prediction.key, {
      old: said(prediction.schema!, oldTensors, old, compared.oldError),
      new: said(fixed.schema, newTensors, given, compared.newError),
      truth: truth === undefined ? null : String(truth),
      corrected: prepared.corrected,
    });
    return { ...base, state: 'rescored', compared, detail };
  } catch (error) {
    if (error instanceof TensorFault) return unscored('RECORD_UNREADABLE');
    throw error;
  }
}

/** A rule of another version may look at an output that this one does not have. */
const applyRule = (schema: Schema, rule: Decision, row: OutputRow) =>
  applyDecision(schema, rule, row) ?? null;

const decisionText = (
  applied: { readonly outcome: unknown } | null | undefined,
): string | null | undefined =>
  applied ? (applied.outcome === null ? null : String(applied.outcome)) : undefined;

const said = (
  schema: Schema,
  tensors: readonly Tensor[],
  { decision }: GivenAnswer,
  error: number | null,
): SaidBy => ({
  decision: decision ?? null,
  outputs: outputCells(schema, tensors).map(({ output, text }) => ({ output, text })),
  error,
});
