export const SCORING_ERROR_CODES = [
  /** The run took longer than its deadline and was killed. */
  'DEADLINE',
  /** The model asked for more memory than the child may have. */
  'MEMORY',
  /** The runtime reported a failure while executing the model. */
  'RUNTIME_FAILED',
  /** The child process ended while this run was executing. */
  'RUNTIME_CRASHED',
  /** The runtime could not be started at all. */
  'RUNTIME_UNAVAILABLE',
  /** No runtime of this name, version and digest is installed. */
  'RUNTIME_UNKNOWN',
  /** The runtime refuses to open this model file. */
  'MODEL_REFUSED',
  'ARTIFACT_MISSING',
  /** The stored bytes do not have the digest that they are known by. */
  'ARTIFACT_CORRUPT',
  'ARTIFACT_TOO_LARGE',
  /** The inputs do not fit the schema. */
  'INPUT_REFUSED',
  /** The model answered with something that its schema does not declare. */
  'OUTPUT_REFUSED',
  /** Too many requests are waiting. */
  'BUSY',
  'CLOSED',
] as const;

export type ScoringErrorCode = (typeof SCORING_ERROR_CODES)[number];

/** A run that gave no outputs. `detail` is data for the caller's error, never a path of this machine. */
export class ScoringError extends Error {
  readonly code: ScoringErrorCode;
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ScoringErrorCode, message: string, detail: Record<string, unknown> = {}) {
    super(message);
    this.name = 'ScoringError';
    this.code = code;
    this.detail = detail;
  }
}
