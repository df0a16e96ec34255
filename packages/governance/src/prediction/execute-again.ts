import { hash } from 'node:crypto';
import type { RuntimeFacts } from '@countersign/contracts';
import {
  createOnnxWasmAdapter,
  createRuntimeRegistry,
  type RuntimeDescription,
  type ScoreOptions,
  ScoringError,
  type Tensor,
  TensorFault,
  unpackTensors,
} from '@countersign/scoring';
import type { House } from '../context.ts';
import { placeOf, saltedDigest } from '../subject/subject-content.ts';
import { type Finding, judgeReplay, notReplayable } from './judge-replay.ts';
import type { RecordedPrediction } from './recorded-prediction.ts';
import { scoringRefusal } from './scoring-refusal.ts';

type ReplayingHouse = Pick<House, 'scorer' | 'blobs'>;

/** A run that can be executed again, with its tensors read. */
export interface Executable {
  readonly prediction: RecordedPrediction;
  readonly artifact: { readonly sha256: string; readonly path: string };
  readonly schema: NonNullable<RecordedPrediction['schema']>;
  readonly options: ScoreOptions;
  readonly inputs: Tensor[];
  readonly recorded: Tensor[];
}

/** Executes the whole run of a prediction as it was recorded, and compares its row. Findings are returned, not thrown. */
export async function executeAgain(house: ReplayingHouse, prediction: RecordedPrediction): Promise<Finding> {
  const start = performance.now();
  const prepared = await prepareReplay(house, prediction);
  if ('verdict' in prepared) return prepared;
  const { artifact, schema, options, inputs, recorded } = prepared;
  try {
    const { outputs, durationMs } = await house.scorer.score({ artifact, schema, tensors: inputs, options });
    return judgeReplay(prediction, {
      schema,
      recorded,
      replayed: outputs,
      runtime: house.scorer.describe(),
      durationMs,
    });
  } catch (error) {
    return { ...findingOf(error), durationMs: performance.now() - start };
  }
}

/** Everything that a replay needs, or why there can be none. */
export async function prepareReplay(
  house: ReplayingHouse,
  prediction: RecordedPrediction,
  isThere: (digest: string) => Promise<boolean> = (digest) => house.blobs.has(digest),
): Promise<Executable | Finding> {
  const { artifact, schema, runtime, inputs, outputs } = prediction;
  if (prediction.subject_erased_at) return notReplayable('SUBJECT_ERASED');
  if (prediction.removed_at) return notReplayable('CONTENT_REMOVED');
  if (inputs === null || outputs === null) return notReplayable('INPUTS_NOT_RECORDED');
  if (runtime.name === 'constant') return notReplayable('FALLBACK_CONSTANT');
  if (artifact === '') return notReplayable('NO_ARTIFACT');
  if (!schema) return notReplayable('NO_ADAPTER');
  if (!isRuntimeFacts(runtime)) return notReplayable('RUNTIME_NOT_RECORDED');
  // A claim names the batch that it was scored in, but brings only its own row.
  if (runtime.batch !== undefined && runtime.batch !== prediction.run_rows)
    return notReplayable('BATCH_NOT_RECORDED');
  const found = createRuntimeRegistry([createOnnxWasmAdapter(house.scorer)]).find(
    'onnx',
    runtime as RuntimeDescription,
  );
  if ('verdict' in found) return notReplayable(found.code);
  if (!(await isThere(artifact))) return notReplayable('ARTIFACT_ERASED');
  if (digestOf(prediction, inputs) !== prediction.inputs_digest) return notReplayable('INPUTS_ALTERED');
  try {
    return {
      prediction,
      schema,
      artifact: { sha256: artifact, path: house.blobs.pathOf(artifact) },
      options: {
        graphOptimizationLevel:
          runtime.graphOptimizationLevel as RuntimeDescription['graphOptimizationLevel'],
      },
      inputs: unpackTensors(inputs),
      recorded: unpackTensors(outputs),
    };
  } catch (error) {
    return findingOf(error);
  }
}

const digestOf = ({ key, run_id: run }: RecordedPrediction, inputs: Buffer): string =>
  key ? saltedDigest(key, placeOf.inputs(run), inputs) : hash('sha256', inputs);

/** @throws Refusal where the failure is one of the moment, and whatever is no failure of scoring */
export function findingOf(error: unknown): Finding {
  if (error instanceof TensorFault) return notReplayable('RECORD_UNREADABLE');
  if (!(error instanceof ScoringError)) throw error;
  if (error.code === 'BUSY' || error.code === 'CLOSED' || error.code === 'RUNTIME_UNAVAILABLE')
    throw scoringRefusal(error);
  return notReplayable(error.code === 'RUNTIME_UNKNOWN' ? 'RUNTIME_NOT_AVAILABLE' : error.code);
}

export function isRuntimeFacts(
  runtime: RecordedPrediction['runtime'],
): runtime is RuntimeFacts & { batch?: unknown } {
  return (
    [
      runtime.name,
      runtime.version,
      runtime.provider,
      runtime.wasmSha256,
      runtime.graphOptimizationLevel,
      runtime.executionMode,
    ].every((text) => typeof text === 'string') &&
    Number.isInteger(runtime.threads) &&
    /^[0-9a-f]{64}$/.test(runtime.wasmSha256 ?? '')
  );
}
