import type { House } from '../context.ts';
import type { Tx } from '../tx.ts';

/** What one transaction of the search knows of where it is. */
export interface Gathering {
  readonly house: Pick<House, 'blobs' | 'log'>;
  readonly tx: Tx;
}

/** Things that are renewed by one statement. */
const atOnce = 500;
const firstWaitMs = 60_000;
const longestWaitMs = 24 * 3_600_000;
const longestReason = 500;

/**
 * Writes what is found of things of one part. Where that fails, the halves are written apart, down to the one thing that cannot be: it
 * is kept as unreadable with its reason, logged and tried again later, and everybody else's documents are written.
 */
export async function writeApart(
  gathering: Gathering,
  part: string,
  ids: readonly string[],
  write: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce)
    await writeSome(gathering, part, ids.slice(from, from + atOnce), write);
}

async function writeSome(
  gathering: Gathering,
  part: string,
  ids: readonly string[],
  write: (ids: readonly string[]) => Promise<void>,
): Promise<void> {
  const failure = await attempt(gathering.tx, () => write(ids));
  if (failure === null) {
    await gathering.tx.query('DELETE FROM search_unreadable WHERE part = $1 AND id = ANY ($2::text[])', [
      part,
      ids,
    ]);
    return;
  }
  if (ids.length === 1) return keepUnreadable(gathering, part, ids[0]!, failure);
  const middle = ids.length >> 1;
  await writeSome(gathering, part, ids.slice(0, middle), write);
  await writeSome(gathering, part, ids.slice(middle), write);
}

/** What went wrong with the things themselves; null where nothing did. @throws what would go wrong with anything else, too */
async function attempt({ query }: Tx, work: () => Promise<void>): Promise<Error | null> {
  await query('SAVEPOINT search_part');
  try {
    await work();
    await query('RELEASE SAVEPOINT search_part');
    return null;
  } catch (error) {
    if (!(error instanceof Error) || isOfTheDatabase(error)) throw error;
    await query('ROLLBACK TO SAVEPOINT search_part');
    await query('RELEASE SAVEPOINT search_part');
    return error;
  }
}

/** PostgreSQL's classes of connections, transactions, resources and operators; all else is about what was written or read. */
const isOfTheDatabase = (error: Error): boolean => {
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return /^(?:08|25|40|53|55|57)/.test(code);
  return /^Connection terminated|^Client /.test(error.message);
};

/** Documents that are named by the thing go: what they say may be what is not said any more. */
async function keepUnreadable(
  { house, tx }: Gathering,
  part: string,
  id: string,
  failure: Error,
): Promise<void> {
  const reason = failure.message.slice(0, longestReason);
  const { rows } = await tx.query<{ tries: number; again_at: Date }>(
    `INSERT INTO search_unreadable AS u (part, id, reason, tries, since, again_at) VALUES ($1, $2, $3, 1, $4, $5)
     ON CONFLICT (part, id) DO UPDATE SET reason = excluded.reason, tries = u.tries + 1,
       again_at = $4::timestamptz + least($6::float8, ${firstWaitMs} * 2.0 ^ least(u.tries, 20)) * interval '1 millisecond'
     RETURNING tries, again_at`,
    [part, id, reason, tx.at, new Date(tx.at.getTime() + firstWaitMs), longestWaitMs],
  );
  await tx.query('DELETE FROM search_document WHERE source = $1', [`${part}:${id}`]);
  house.log.warn(
    { err: failure, part, id, tries: rows[0]!.tries, againAt: rows[0]!.again_at },
    'something cannot be found by words, because it cannot be read; it is tried again',
  );
}
