import type { House } from '../context.ts';
import { keepLooking } from '../keep-looking.ts';
import { matchEntries } from './match-entries.ts';
import { sendFollowed } from './send-followed.ts';

const lookMs = 1_000;

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
  return keepLooking(house, 'what people follow could not be told', async ({ isOpen }) => {
    await followOnce(house, isOpen);
    return lookMs;
  });
}
