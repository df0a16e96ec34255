import type { GraphOptimizationLevel } from './scorer.ts';
import { SCORING_ERROR_CODES, type ScoringErrorCode } from './scoring-error.ts';

/** Arguments of the child process, as JSON in its first argument. */
export interface ChildSettings {
  /** Name under which the runtime's package is installed. */
  runtimeAlias: string;
  /** The runtime's .wasm must have this digest, else the child refuses to start. */
  wasmSha256: string;
  maxArtifactBytes: number;
  maxOutputBytes: number;
  maxSessions: number;
  maxSessionBytes: number;
  /** Heap of the thread's JavaScript, in MiB. WebAssembly memory is bounded by a flag of the process. */
  maxHeapMb: number;
}

/** Packed tensors of several runs, one after the other; `lengths` in bytes. */
export interface Payload {
  bytes: Uint8Array;
  lengths: number[];
}

export interface RunMessage {
  id: number;
  artifact: { sha256: string; path: string };
  graphOptimizationLevel: GraphOptimizationLevel;
  /** Outputs to fetch. */
  outputs: string[];
  payload: Payload;
}

/** `fatal`: the runtime's memory can no longer be trusted, the process ends after this message. */
export type ChildMessage =
  | { kind: 'ready' }
  | { kind: 'done'; id: number; payload: Payload; durationMs: number }
  | { kind: 'failed'; id: number; code: ScoringErrorCode; message: string; fatal: boolean };

const isPayload = (value: unknown): value is Payload =>
  typeof value === 'object' &&
  value !== null &&
  'bytes' in value &&
  value.bytes instanceof Uint8Array &&
  'lengths' in value &&
  Array.isArray(value.lengths) &&
  value.lengths.every((length) => Number.isSafeInteger(length) && length >= 0);

/** What comes from a child is checked: a hostile model might have taken it over. */
export function isChildMessage(value: unknown): value is ChildMessage {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'ready') return true;
  if (!('id' in value) || !Number.isSafeInteger(value.id)) return false;
  if (value.kind === 'done')
    return (
      'payload' in value &&
      isPayload(value.payload) &&
      'durationMs' in value &&
      typeof value.durationMs === 'number'
    );
  return (
    value.kind === 'failed' &&
    'code' in value &&
    SCORING_ERROR_CODES.some((code) => code === value.code) &&
    'message' in value &&
    typeof value.message === 'string' &&
    'fatal' in value &&
    typeof value.fatal === 'boolean'
  );
}

/** Joins the packed runs into one piece of memory that owns its buffer and can be handed over without a copy. */
export function joinPayload(parts: readonly Uint8Array[]): Payload {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, lengths: parts.map((part) => part.length) };
}

/** The packed runs of a payload, as views. Throws RangeError where the lengths do not add up. */
export function splitPayload({ bytes, lengths }: Payload): Uint8Array[] {
  let at = 0;
  const parts = lengths.map((length) => {
    at += length;
    return bytes.subarray(at - length, at);
  });
  if (at !== bytes.length) throw new RangeError('the lengths of a payload do not add up to its bytes');
  return parts;
}
