import { type JsonValue, rfc8785 } from '../canonical-json.ts';

/** A prediction as it travels: what was answered, and everything that executing it again needs, by digest. */
export interface PackedPrediction {
  readonly v: 1;
  readonly id: string;
  /** Of the run's batch. */
  readonly row: number;
  readonly model: { readonly id: string; readonly key: string };
  readonly version: { readonly id: string; readonly label: string };
  readonly mode: string;
  readonly basis: string;
  readonly consumer: string;
  readonly answeredAt: string;
  readonly recordedAt: string;
  readonly decision: JsonValue;
  readonly run: {
    readonly id: string;
    readonly rows: number;
    /** Null for a version without an artifact. */
    readonly artifact: string | null;
    readonly schema: string | null;
    readonly runtime: JsonValue;
    readonly parameters: JsonValue;
    readonly inputs: string;
    readonly outputs: string;
  };
  /** That it was sealed in a batch; null where it was not, or not yet. */
  readonly sealed: PredictionSeal | null;
}

export interface PredictionSeal {
  /** Number of the entry that holds the root of the batch. */
  readonly entry: number;
  /** The canonical record whose leaf is in the batch. */
  readonly record: string;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly string[];
}

const digest = /^[0-9a-f]{64}$/;
const isDigest = (value: unknown): boolean => typeof value === 'string' && digest.test(value);
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** @throws SyntaxError for anything but a prediction in its canonical form */
export function parsePackedPrediction(text: string): PackedPrediction {
  const read = JSON.parse(text) as PackedPrediction;
  if (rfc8785(read as unknown as JsonValue) !== text) throw new SyntaxError('its JSON is not canonical');
  const { run, sealed } = read;
  const isForm =
    read.v === 1 &&
    typeof read.id === 'string' &&
    typeof run === 'object' &&
    isCount(read.row) &&
    isCount(run?.rows) &&
    read.row < run.rows &&
    isDigest(run.inputs) &&
    isDigest(run.outputs) &&
    (run.artifact === null || isDigest(run.artifact)) &&
    (run.schema === null || isDigest(run.schema)) &&
    (sealed === null ||
      (isCount(sealed?.entry) &&
        isCount(sealed.index) &&
        isCount(sealed.size) &&
        typeof sealed.record === 'string' &&
        Array.isArray(sealed.proof)));
  if (!isForm) throw new SyntaxError('it is not of the form that a prediction of a pack has');
  return read;
}

/** Digests of everything that a prediction needs. */
export const blobsOf = ({ run }: PackedPrediction): string[] =>
  [run.inputs, run.outputs, run.artifact, run.schema].filter((found) => found !== null);
