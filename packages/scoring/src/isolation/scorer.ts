import type { InputRow, Schema } from '../schema/schema.ts';
import type { Tensor } from '../tensor/tensor.ts';

export type GraphOptimizationLevel = 'all' | 'extended' | 'basic' | 'disabled';

/** Everything about the runtime that can change the bits of an answer, as a recorded prediction keeps it. */
export interface RuntimeDescription {
  name: string;
  version: string;
  provider: string;
  /** SHA-256 of the WebAssembly file that executes the model, hex. */
  wasmSha256: string;
  threads: number;
  graphOptimizationLevel: GraphOptimizationLevel;
  executionMode: 'sequential' | 'parallel';
}

/** A stored model file: the digest it is known by and where its bytes are. */
export interface ArtifactFile {
  /** Hex, lower case. */
  sha256: string;
  path: string;
}

export interface ScoreOptions {
  graphOptimizationLevel?: GraphOptimizationLevel;
  /** Milliseconds for this request instead of the scorer's. Loading the model counts. */
  deadlineMs?: number;
}

export type ScoreRequest = { artifact: ArtifactFile; schema: Schema; options?: ScoreOptions } & (
  | { tensors: Tensor[] }
  | { rows: InputRow[] }
);

export interface ScoreResult {
  outputs: Tensor[];
  /** The tensors that were fed: what a prediction records as its inputs. */
  inputs: Tensor[];
  /** Milliseconds inside the runtime, without transport and loading. */
  durationMs: number;
}

export interface ScoreRunsRequest {
  artifact: ArtifactFile;
  schema: Schema;
  /** Each run is executed by itself, with its own batch, so the bits are those of single requests. */
  runs: Tensor[][];
  options?: ScoreOptions;
}

export interface ScoreRunsResult {
  /** Outputs per run, in the order of the runs. */
  outputs: Tensor[][];
  durationMs: number;
}

/** Runs model files in child processes. All failures are a ScoringError. */
export interface Scorer {
  describe(): RuntimeDescription;
  score(request: ScoreRequest): Promise<ScoreResult>;
  /** Many runs of one model with one journey to the child, for replay in bulk. */
  scoreRuns(request: ScoreRunsRequest): Promise<ScoreRunsResult>;
  /** Resolves once the children are gone. Waiting requests fail with CLOSED. */
  close(): Promise<void>;
}

export interface ScorerOptions {
  /** Upper bound of the WebAssembly memory of one child, in MiB. */
  maxMemoryMb?: number;
  deadlineMs?: number;
  /** Child processes, each with one thread that computes. */
  children?: number;
  /** Requests that may wait before others are refused with BUSY. */
  maxWaiting?: number;
  /** Opened models per child. */
  maxSessions?: number;
  /** Sum of the sizes of the opened model files per child, in MiB. */
  maxSessionMb?: number;
  /** Which installed runtime version; the newest unless given. */
  runtimeVersion?: string;
}
