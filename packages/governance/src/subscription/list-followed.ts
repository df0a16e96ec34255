import {
  eventGroupOf,
  type FollowedFilter,
  type FollowedPage,
  ledgerEvents,
  type SeeFollowed,
} from '@countersign/contracts';
import { findOpened, type Opened } from '../authority/read-scope.ts';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Context } from '../context.ts';
import { type FollowedEntry, followedSelect } from '../ledger/follow-entries.ts';
import { tellEntries } from '../ledger/tell-entries.ts';
import { openToSql } from '../live/live-entry.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { followerOf, readerOf } from './follower-of.ts';

const byNumber = keyset('followed', 'integer');
const mostUnseen = 99;

interface Row extends FollowedEntry {
  readonly due_at: Date | null;
  readonly mail_id: string | null;
}

const from = `followed_entry f JOIN ledger_number n ON n.number = f.number JOIN ledger_entry l ON l.id = n.entry_id`;

/**
 * What happened of what one follows, the newest first, of the last ninety days. What one may not see any more is not in it.
 * @throws Refusal FORBIDDEN, BAD_INPUT
 */
export async function listFollowed(ctx: Context, input: FollowedFilter): Promise<FollowedPage> {
  const limit = limitOf(input);
  const [after] = byNumber.decode(input.after);
  const personId = readerOf(ctx);
  const opened = (await findOpened(ctx, [personId])).get(personId);
  const looked = await readLooked(ctx, personId);
  if (!opened) return { items: [], next: null, unseen: { count: 0, more: false }, through: looked.through };
  const found = await readRows(ctx, { personId, opened, after: after ?? null, limit: limit + 1 }, input);
  const { rows, next } = cutPage(found, limit, byNumber, ({ entry_number }) => [entry_number]);
  const told = await tellEntries(ctx, rows, opened.isConsumer);
  return {
    items: rows.map((row, index) => {
      const { row: entry, sentence, link } = told[index]!;
      const number = Number(row.entry_number);
      return {
        number,
        event: entry.event,
        at: entry.at,
        model: entry.model,
        version: entry.version,
        sentence,
        link,
        isNew: number > looked.seen,
        mailDueAt: row.due_at?.toISOString() ?? null,
        mailed: row.mail_id !== null,
      };
    }),
    next,
    unseen: await countUnseen(ctx, personId, opened, looked.seen),
    through: looked.through,
  };
}

async function readLooked({ pool }: Context, personId: string): Promise<{ seen: number; through: number }> {
  const { rows } = await pool.query<{ seen: string; through: string }>(
    `SELECT coalesce((SELECT seen FROM subscriber WHERE person_id = $1), -1) AS seen,
       coalesce((SELECT position FROM subscription_cursor), -1) AS through`,
    [personId],
  );
  return { seen: Number(rows[0]!.seen), through: Number(rows[0]!.through) };
}

interface Asked {
  readonly personId: string;
  readonly opened: Opened;
  readonly after: string | null;
  readonly limit: number;
}

async function readRows(
  { pool }: Context,
  { personId, opened, after, limit }: Asked,
  { model, group }: FollowedFilter,
): Promise<Row[]> {
  const values: unknown[] = [personId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['f.person_id = $1', openToSql(opened, bind)];
  if (after !== null) conditions.push(`f.number < ${bind(after)}::bigint`);
  if (model !== undefined) conditions.push(`m.key = ${bind(model)}`);
  if (group !== undefined)
    conditions.push(
      `l.event = ANY (${bind(ledgerEvents.filter((event) => eventGroupOf(event) === group))}::text[])`,
    );
  const { rows } = await pool.query<Row>(
    `${followedSelect.replace('FROM ledger_entry l', ', f.due_at, f.mail_id FROM ledger_entry l')}
     JOIN followed_entry f ON f.number = n.number
     WHERE ${conditions.join(' AND ')} ORDER BY f.number DESC LIMIT ${bind(limit)}`,
    values,
  );
  return rows;
}

async function countUnseen({ pool }: Context, personId: string, opened: Opened, seen: number) {
  const values: unknown[] = [personId, seen];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const source = `${from} WHERE f.person_id = $1 AND f.number > $2 AND ${openToSql(opened, bind)}`;
  const { rows } = await pool.query<{ count: number }>(
    `SELECT ${countUpTo(source, mostUnseen)} AS count`,
    values,
  );
  return boundedCount(rows[0]!.count, mostUnseen);
}

/** Notes how far one has looked; never back. @throws Refusal FORBIDDEN */
export async function seeFollowed(ctx: Context, { through }: SeeFollowed): Promise<void> {
  await ctx.pool.query(
    `UPDATE subscriber SET seen = greatest(seen, least($2, (SELECT position FROM subscription_cursor)))
     WHERE person_id = $1`,
    [followerOf(ctx), through],
  );
}
