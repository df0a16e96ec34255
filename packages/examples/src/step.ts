import type { Cast } from './acting.ts';

/** One act of the example's story. Acts run in order, each once, and go through the use cases like everybody's. */
export interface Step {
  readonly name: string;
  readonly run: (cast: Cast) => Promise<void>;
}
