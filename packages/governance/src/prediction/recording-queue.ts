import { Refusal } from '@countersign/contracts';
import type { House } from '../context.ts';
import { isUnavailable } from './is-unavailable.ts';
import { type Recording, type RecordingOutcome, recordAnswers } from './record-answers.ts';

interface Waiting {
  readonly recording: Recording;
  readonly resolve: (outcome: RecordingOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** Predictions of one transaction; requests are not split, so one may exceed it. */
const maxPredictions = 5_000;
/** Predictions that may wait before callers are sent away. */
const maxWaiting = 100_000;

/**
 * Group commit: while one transaction is on its way to the disk, requests gather; the next transaction takes them all.
 * A lone request waits for nobody.
 */
export class RecordingQueue {
  #waiting: Waiting[] = [];
  #predictions = 0;
  #running = false;

  constructor(readonly house: Pick<House, 'pool' | 'clock' | 'keyring'>) {}

  /** Resolves once the answers are committed, or were found not to be allowed to leave. */
  record(recording: Recording): Promise<RecordingOutcome> {
    if (this.#predictions + recording.predictions.length > maxWaiting) {
      throw new Refusal('RATE_LIMITED', 'Too many answers wait to be recorded. Ask again in a moment.');
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ recording, resolve, reject });
      this.#predictions += recording.predictions.length;
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) await this.#flush(this.#take());
    this.#running = false;
  }

  #take(): Waiting[] {
    let count = 0;
    let predictions = 0;
    for (const { recording } of this.#waiting) {
      if (count > 0 && predictions + recording.predictions.length > maxPredictions) break;
      count += 1;
      predictions += recording.predictions.length;
    }
    const taken = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#predictions -= predictions;
    return taken;
  }

  async #flush(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await recordAnswers(
        this.house,
        batch.map(({ recording }) => recording),
      );
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index]!);
    } catch (error) {
      if (batch.length > 1 && !isUnavailable(error)) {
        // One of them cannot be recorded: it fails by itself, and the others are not held to account for it.
        for (const waiting of batch) await this.#flush([waiting]);
        return;
      }
      for (const { reject } of batch) reject(error);
    }
  }
}
