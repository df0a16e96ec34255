import { mkdtempSync, rmSync } from 'node:fs';
import { endianness, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Schema } from '../schema/schema.ts';
import { validateRows } from '../schema/validate-rows.ts';
import { packTensors } from '../tensor/pack-tensors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { TensorFault } from '../tensor/tensor-fault.ts';
import { toTensors } from '../tensor/to-tensors.ts';
import { unpackTensors } from '../tensor/unpack-tensors.ts';
import { assertInputs, assertOutputs } from './assert-tensors.ts';
import { ChildPool } from './child-pool.ts';
import { installedRuntime } from './installed-runtimes.ts';
import { joinPayload, splitPayload } from './protocol.ts';
import type {
  RuntimeDescription,
  ScoreRequest,
  ScoreResult,
  ScoreRunsRequest,
  ScoreRunsResult,
  Scorer,
  ScorerOptions,
} from './scorer.ts';
import { ScoringError } from './scoring-error.ts';
import type { ScoringAnswer } from './scoring-job.ts';

const MEBIBYTE = 1_048_576;
/** onnxruntime's own needs; with less it does not start. */
const MINIMUM_MEMORY_MB = 64;
const HEAP_MB = 256;
const MAX_OUTPUT_BYTES = 256 * MEBIBYTE;

/** Text in tensors comes from a child process that a hostile model might have taken over: reading may fail. */
const readAnswer = (answer: ScoringAnswer, expected: number): Tensor[][] => {
  try {
    const parts = splitPayload(answer.payload);
    if (parts.length !== expected) throw new RangeError('there is not one answer per run');
    return parts.map(unpackTensors);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ScoringError('RUNTIME_FAILED', `the answer of the scoring process cannot be read: ${message}`);
  }
};

const convert = (request: ScoreRequest): Tensor[] => {
  if ('tensors' in request) return request.tensors;
  const { problems } = validateRows(request.schema, request.rows);
  if (problems.length > 0)
    throw new ScoringError('INPUT_REFUSED', 'the inputs do not fit the schema of the version', { problems });
  return toTensors(request.schema, request.rows);
};

const pack = (schema: Schema, tensors: readonly Tensor[]): { rows: number; packed: Buffer } => {
  const rows = assertInputs(schema, tensors);
  try {
    return { rows, packed: packTensors(tensors) };
  } catch (error) {
    if (error instanceof TensorFault) throw new ScoringError('INPUT_REFUSED', error.message);
    throw error;
  }
};

class IsolatedScorer implements Scorer {
  private readonly description: RuntimeDescription;
  private readonly pool: ChildPool;
  private readonly deadlineMs: number;
  private readonly folder: string;
  private lastId = 0;

  constructor(options: ScorerOptions) {
    const { alias, description } = installedRuntime(options.runtimeVersion);
    const maxMemoryMb = Math.max(options.maxMemoryMb ?? 1_024, MINIMUM_MEMORY_MB);
    const settings = {
      runtimeAlias: alias,
      wasmSha256: description.wasmSha256,
      // The runtime holds the file and the graph that it makes of it.
      maxArtifactBytes: (maxMemoryMb * MEBIBYTE) / 2,
      maxOutputBytes: MAX_OUTPUT_BYTES,
      maxSessions: options.maxSessions ?? 16,
      maxSessionBytes: (options.maxSessionMb ?? maxMemoryMb / 4) * MEBIBYTE,
      maxHeapMb: HEAP_MB,
    };
    this.description = description;
    this.deadlineMs = options.deadlineMs ?? 10_000;
    this.folder = mkdtempSync(join(tmpdir(), 'countersign-scoring-'));
    const limits = { settings, maxMemoryMb, folder: this.folder };
    this.pool = new ChildPool(limits, options.children ?? 2, options.maxWaiting ?? 10_000);
  }

  describe(): RuntimeDescription {
    return { ...this.description };
  }

  async score(request: ScoreRequest): Promise<ScoreResult> {
    const inputs = convert(request);
    const { outputs, durationMs } = await this.scoreRuns({ ...request, runs: [inputs] });
    return { inputs, outputs: outputs[0] ?? [], durationMs };
  }

  async scoreRuns(request: ScoreRunsRequest): Promise<ScoreRunsResult> {
    const { artifact, schema, options = {} } = request;
    if (request.runs.length === 0) return { outputs: [], durationMs: 0 };
    const runs = request.runs.map((tensors) => pack(schema, tensors));
    this.lastId += 1;
    const message = {
      id: this.lastId,
      artifact: { sha256: artifact.sha256, path: artifact.path },
      graphOptimizationLevel: options.graphOptimizationLevel ?? this.description.graphOptimizationLevel,
      outputs: schema.outputs.map(({ name }) => name),
      payload: joinPayload(runs.map(({ packed }) => packed)),
    };
    const answer = await new Promise<ScoringAnswer>((resolve, reject) =>
      this.pool.submit({ message, deadlineMs: options.deadlineMs ?? this.deadlineMs, resolve, reject }),
    );
    const outputs = readAnswer(answer, runs.length);
    for (const [index, tensors] of outputs.entries()) assertOutputs(schema, tensors, runs[index]?.rows ?? 0);
    return { outputs, durationMs: answer.durationMs };
  }

  async close(): Promise<void> {
    await this.pool.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * A scorer of its own processes. Give what serves and what is only being checked a scorer each: models that share a child
 * share its memory, and an unreviewed model must not come near the answers of an approved one.
 */
export function createScorer(options: ScorerOptions = {}): Scorer {
  if (endianness() !== 'LE')
    throw new ScoringError('RUNTIME_UNAVAILABLE', 'a little-endian machine is required');
  return new IsolatedScorer(options);
}
