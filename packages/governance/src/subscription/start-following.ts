import type { House } from '../context.ts';
import { pausing } from '../pausing.ts';
import { matchEntries } from './match-entries.ts';
import { sendFollowed } from './send-followed.ts';

const lookMs = 1_000;
const retryMs = 5_000;

/** Notes what was numbered since the last look for whoever follows it, and mails what is due. */
export async function followOnce(house: House, isOpen: () => boolean = () => true): Promise<void> {
  while (isOpen() && (await matchEntries(house)));
  await sendFollowed(house);
}

/**
 * Tells people what they follow, until `stop`. Several processes may do so at once. Entries are followed by their numbers,
 * so no change has to know of it; mail is handed to the queue, so no mail server holds it up.
 */
export function startFollowing(house: House): { stop(): Promise<void> } {
  let running = true;
  const { pause, wake } = pausing();
  const run = async () => {
    while (running) {
      try {
        await followOnce(house, () => running);
        if (running) await pause(lookMs);
      } catch (error) {
        house.log.warn({ err: error }, 'what people follow could not be told; it is tried again');
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
