import type { Payload, RunMessage } from './protocol.ts';
import type { ScoringError } from './scoring-error.ts';

export interface ScoringAnswer {
  payload: Payload;
  durationMs: number;
}

/** One request on its way: waiting, or handed to a child. */
export interface ScoringJob {
  message: RunMessage;
  deadlineMs: number;
  resolve(answer: ScoringAnswer): void;
  reject(error: ScoringError): void;
}
