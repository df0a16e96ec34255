import type { House } from '../context.ts';
import { pausing } from '../pausing.ts';
import { sealDue } from './seal-batch.ts';

const rule = { afterMs: 5_000, apartMs: 60_000 };
const lookMs = 1_000;
const retryMs = 5_000;
/** With more waiting, sealing takes at most a fifth of the time: it gives way to recording and answering. */
const restPerWork = 4;

/** Seals soon after recording until `stop`, which waits for the batch under way. Several processes may do so at once. */
export function startSealing(house: House): { stop(): Promise<void> } {
  let running = true;
  const { pause, wake } = pausing();
  const run = async () => {
    while (running) {
      const start = performance.now();
      try {
        const { more } = await sealDue(house, rule);
        if (running) await pause(more ? (performance.now() - start) * restPerWork : lookMs);
      } catch (error) {
        house.log.warn({ err: error }, 'predictions were not sealed; it is tried again');
        if (running) await pause(retryMs);
      }
    }
  };
  const ended = run();
  return {
    async stop() {
      running = false;
      wake();
      await ended;
    },
  };
}
