import type { Comparison } from '../compare/comparison.ts';
import type { RuntimeDescription, Scorer } from '../isolation/scorer.ts';
import type { ScoringErrorCode } from '../isolation/scoring-error.ts';

/** What an adapter may promise about a second execution. */
export type ReplayGuarantee = 'bit-exact' | 'tolerance' | 'unverifiable';

export type NotReplayableCode =
  | 'NO_ADAPTER'
  | 'RUNTIME_NOT_AVAILABLE'
  | 'RUNTIME_OPTIONS_UNSUPPORTED'
  | 'ROW_OUT_OF_RANGE'
  | Exclude<ScoringErrorCode, 'BUSY' | 'CLOSED' | 'RUNTIME_UNAVAILABLE' | 'RUNTIME_UNKNOWN'>;

export interface NotReplayable {
  verdict: 'not-replayable';
  code: NotReplayableCode;
  message: string;
}

/** Runs one family of artifacts within limits and says how far its answers can be trusted. */
export interface Adapter extends Scorer {
  readonly name: string;
  readonly guarantee: ReplayGuarantee;
  /** Artifact formats that it can execute, such as `onnx`. */
  canReplay(format: string): boolean;
}

export type ReplayResult = (Comparison & { guarantee: ReplayGuarantee; durationMs: number }) | NotReplayable;

/** Runtimes by name, version and digest, so that older ones stay available beside newer ones. */
export interface RuntimeRegistry {
  find(format: string, runtime: RuntimeDescription): { adapter: Adapter } | NotReplayable;
  runtimes(): RuntimeDescription[];
  close(): Promise<void>;
}
