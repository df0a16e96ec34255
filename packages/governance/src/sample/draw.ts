import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** Ids after which other work of the process gets its turn. */
const idsAtOnce = 5_000;

/** Ids of a `population.txt`, one by one. */
export async function* idsIn(population: Readable): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of population) {
    const lines = (rest + (chunk as Buffer).toString('latin1')).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}

/** What an item is ranked by: hex SHA-256 over the seed, a colon and the id, in UTF-8. */
export const rankOf = (seed: string, id: string): string =>
  createHash('sha256').update(`${seed}:${id}`).digest('hex');

/**
 * The `count` items with the smallest ranks, the smallest first; all of them where there are no more. Nothing but the
 * chosen ones is remembered.
 * @param told how many ids were ranked
 */
export async function drawBySeed(
  ids: AsyncIterable<string>,
  { seed, count }: { readonly seed: string; readonly count: number },
  told: (done: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const chosen: { rank: string; id: string }[] = [];
  let done = 0;
  for await (const id of ids) {
    const rank = rankOf(seed, id);
    if (chosen.length < count || rank < chosen.at(-1)!.rank) {
      const at = chosen.findIndex((other) => rank < other.rank);
      chosen.splice(at < 0 ? chosen.length : at, 0, { rank, id });
      if (chosen.length > count) chosen.pop();
    }
    done += 1;
    if (done % idsAtOnce === 0) {
      await told(done);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return chosen.map(({ id }) => id);
}

/** Of these ids those that are in the population. */
export async function findIn(ids: AsyncIterable<string>, asked: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const id of ids) if (asked.has(id)) found.add(id);
  return found;
}
