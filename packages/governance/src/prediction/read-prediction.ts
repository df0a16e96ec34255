import type { PredictionPage, SensitiveMark } from '@countersign/contracts';
import { rowOfTensors, TensorFault, unpackTensors } from '@countersign/scoring';
import { requirePredictionReader } from '../authority/prediction-reader.ts';
import type { Context } from '../context.ts';
import { readMarks } from '../sensitive/read-marks.ts';
import { isRuntimeFacts } from './execute-again.ts';
import { inputValues } from './input-values.ts';
import { type Cell, outputCells } from './output-cells.ts';
import { findRecorded, type RecordedPrediction } from './recorded-prediction.ts';
import { readReplays } from './replay-row.ts';

/**
 * Everything about one prediction, by our id or the caller's.
 * @throws Refusal NOT_FOUND or FORBIDDEN
 */
export async function readPrediction(ctx: Context, { id }: { readonly id: string }): Promise<PredictionPage> {
  const made = await findRecorded(ctx, id);
  await requirePredictionReader(ctx, made.model_id, made.recorded_at);
  const { inputs, cells } = readTensors(made, await readMarks(ctx.pool, made.model_id));
  const [outcome, replays] = await Promise.all([readOutcome(ctx, made), readReplays(ctx.pool, made, cells)]);
  const runtime = isRuntimeFacts(made.runtime) ? made.runtime : null;
  return {
    id: made.id,
    callerId: made.caller_id,
    model: { key: made.model_key, name: made.model_name },
    version: { label: made.label, stage: made.stage, standing: made.standing },
    basis: made.basis,
    consumer: made.consumer,
    mode: made.mode,
    environment: made.environment,
    answeredAt: made.answered_at.toISOString(),
    recordedAt: made.recorded_at.toISOString(),
    run: {
      id: made.run_id,
      rows: made.run_rows,
      row: made.row,
      artifact: made.artifact || null,
      inputsDigest: made.inputs_digest,
      outputsDigest: made.outputs_digest,
    },
    runtime,
    guarantee: guaranteeOf(ctx, made, runtime),
    inputs,
    outputs: cells.map(({ output, dtype, hex, text }) => ({
      output,
      dtype,
      recordedHex: hex,
      recordedText: text,
    })),
    decision: decisionOf(made),
    parameters: made.parameters,
    outcome,
    waitsUntil: outcome ? null : waitsUntil(made),
    recorded: {
      kept: made.kept,
      recording: made.recording_mode ?? 'full',
      share: made.recording_share,
      since: made.recording_at?.toISOString() ?? null,
    },
    erasedAt: made.subject_erased_at?.toISOString() ?? null,
    removed: removedOf(made),
    hasSubject: made.has_subject,
    hasBusinessReference: made.business_hash !== null,
    replays,
    mayReplay: made.artifact !== '' && made.schema !== null && runtime !== null,
  };
}

const removedOf = ({ removed_at: at, removed_class: name }: RecordedPrediction): PredictionPage['removed'] =>
  at && name !== null ? { class: name, at: at.toISOString() } : null;

/** A record that was damaged is shown without its values; its replay says what is wrong. */
function readTensors(
  { schema, inputs, outputs, row }: RecordedPrediction,
  marks: ReadonlyMap<string, SensitiveMark>,
): Pick<PredictionPage, 'inputs'> & { cells: Cell[] } {
  if (!schema) return { inputs: [], cells: [] };
  const read = <Value>(
    bytes: Buffer | null,
    take: (tensors: ReturnType<typeof rowOfTensors>) => Value[],
  ): Value[] => {
    if (bytes === null) return [];
    try {
      return take(rowOfTensors(unpackTensors(bytes), row));
    } catch (error) {
      if (error instanceof TensorFault) return [];
      throw error;
    }
  };
  return {
    inputs: read(inputs, (tensors) => inputValues(schema, tensors, marks)),
    cells: read(outputs, (tensors) => outputCells(schema, tensors)),
  };
}

/** Bit-exact where the runtime of then is the pinned one of today; less where only its tolerance, or nothing, is known. */
function guaranteeOf(
  ctx: Context,
  made: RecordedPrediction,
  runtime: PredictionPage['runtime'],
): PredictionPage['guarantee'] {
  if (!runtime || made.artifact === '' || !made.schema || made.inputs === null) return 'unverifiable';
  const pinned = ctx.scorer.describe();
  if (
    runtime.name === pinned.name &&
    runtime.version === pinned.version &&
    runtime.wasmSha256 === pinned.wasmSha256
  )
    return 'bit-exact';
  return made.schema.tolerance ? 'tolerance' : 'unverifiable';
}

function decisionOf({ decision, parameters }: RecordedPrediction): PredictionPage['decision'] {
  const rule = parameters.decision;
  if (!decision || !rule) return null;
  const { observed } = decision;
  return {
    output: decision.output,
    op: decision.op,
    threshold: decision.value,
    value: typeof observed === 'boolean' ? String(observed) : observed,
    result: decision.outcome === null ? 'undecided' : String(decision.outcome),
    then: String(rule.then),
    else: String(rule.else),
  };
}

async function readOutcome(ctx: Context, made: RecordedPrediction): Promise<PredictionPage['outcome']> {
  if (!made.business_hash) return null;
  const found = await ctx.db.outcome.findFirst({
    where: { modelId: made.model_id, businessHash: Uint8Array.from(made.business_hash) },
    orderBy: { observedAt: 'desc' },
  });
  if (!found) return null;
  return {
    value: String(found.value),
    observedAt: found.observedAt.toISOString(),
    basis: found.basis as 'claimed' | 'recorded',
  };
}

/** Until when the truth is awaited, where the caller said so in a way that is a time. */
function waitsUntil({ parameters }: RecordedPrediction): string | null {
  const end = parameters.observationWindow?.end;
  const instant = typeof end === 'string' ? new Date(end) : null;
  return instant && !Number.isNaN(instant.getTime()) ? instant.toISOString() : null;
}
