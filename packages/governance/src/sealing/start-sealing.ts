import type { House } from '../context.ts';
import { keepLooking } from '../keep-looking.ts';
import { sealDue } from './seal-batch.ts';

const rule = { afterMs: 5_000, apartMs: 60_000 };
const lookMs = 1_000;
/** With more waiting, sealing takes at most a fifth of the time: it gives way to recording and answering. */
const restPerWork = 4;

/** Seals soon after recording until `stop`, which waits for the batch under way. Several processes may do so at once. */
export function startSealing(house: House): { stop(): Promise<void> } {
  return keepLooking(house, 'predictions were not sealed', async () => {
    const start = performance.now();
    const { more } = await sealDue(house, rule);
    return more ? (performance.now() - start) * restPerWork : lookMs;
  });
}
