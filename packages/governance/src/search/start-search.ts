import type { House } from '../context.ts';
import { keepLooking } from '../keep-looking.ts';
import { followSearch } from './follow-search.ts';

const lookMs = 1_000;

/**
 * Keeps what is found up to date, until `stop`: entries are followed by their numbers, so no change has to know of it. Several
 * processes may do so at once.
 */
export function startSearch(house: House): { stop(): Promise<void> } {
  return keepLooking(house, 'what is found by words could not be brought up to date', async ({ isOpen }) => {
    while (isOpen() && (await followSearch(house)));
    return lookMs;
  });
}
