import type { House } from './context.ts';
import { pausing } from './pausing.ts';

const retryMs = 5_000;

/** What a look may know of the loop that it is in. */
export interface Looking {
  /** False once a stop was asked for: what takes long ends then. */
  isOpen(): boolean;
  /** Ends early where a stop is asked for. */
  pause(ms: number): Promise<void>;
}

/**
 * Looks again and again for something to do, until `stop`, which waits for the look under way. A look that fails is logged
 * and tried again.
 * @param failed sentence for the log
 * @param look does what there is, and gives the ms until the next look
 */
export function keepLooking(
  { log }: Pick<House, 'log'>,
  failed: string,
  look: (loop: Looking) => Promise<number>,
): { stop(): Promise<void> } {
  let isOpen = true;
  const { pause, wake } = pausing();
  const loop: Looking = {
    isOpen: () => isOpen,
    pause: async (ms) => {
      if (isOpen) await pause(ms);
    },
  };
  const run = async () => {
    while (isOpen) {
      const next = await look(loop).catch((error: Error) => {
        log.warn({ err: error }, `${failed}; it is tried again`);
        return retryMs;
      });
      await loop.pause(next);
    }
  };
  const ended = run();
  return {
    async stop() {
      isOpen = false;
      wake();
      await ended;
    },
  };
}
