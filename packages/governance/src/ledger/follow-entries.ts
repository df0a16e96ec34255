import { type EventGroup, eventGroupOf, type LedgerEvent, ledgerEvents } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { type EntryStored, entrySelect } from './entry-row.ts';

/** A numbered entry, as somebody who follows the ledger meets it. */
export interface FollowedEntry extends EntryStored {
  readonly entry_number: string;
  readonly model_id: string | null;
}

/** Up to a WHERE of one's own. */
export const followedSelect = entrySelect.replace('l.body,', 'l.body, l.model_id,');

/** Entries are looked at so many numbers at a time, however few of them are asked for. */
const window = 2_000;

const eventsIn = (groups: readonly EventGroup[]): LedgerEvent[] =>
  ledgerEvents.filter((event) => groups.includes(eventGroupOf(event)));

/**
 * The next entries after a number that somebody asks for, in their order, at most `limit`; `through` is the last number
 * that was looked at, so that what lies between need not be looked at again.
 */
export async function followEntries(
  { pool }: Pick<Context, 'pool'>,
  asked: { readonly modelIds: readonly string[]; readonly events: readonly EventGroup[] },
  after: number,
  limit: number,
): Promise<{ entries: FollowedEntry[]; through: number }> {
  const head = await pool.query<{ head: string | null }>(
    'SELECT max(number) AS head FROM ledger_number WHERE number > $1 AND number <= $2',
    [after, after + window],
  );
  const through = Number(head.rows[0]!.head ?? after);
  if (through === after) return { entries: [], through };
  const { rows } = await pool.query<FollowedEntry>(
    `${followedSelect}
     WHERE n.number > $1 AND n.number <= $2 AND l.event = ANY ($3)
       AND ($4::uuid[] = '{}' OR l.model_id = ANY ($4))
     ORDER BY n.number LIMIT $5`,
    [after, through, eventsIn(asked.events), asked.modelIds, limit],
  );
  return { entries: rows, through: rows.length < limit ? through : Number(rows.at(-1)!.entry_number) };
}
