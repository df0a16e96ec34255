import type { EntryRow, LedgerEvent } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { type EntryBody, type EntryStored, entrySelect, toEntryRows } from './entry-row.ts';
import { type RecallSpan, recallEntriesSql } from './recall-entries.ts';

/** Which entries are meant; null narrows nothing. Models, versions and predictions add up, the others narrow. */
export interface EntryChoice {
  readonly modelIds: readonly string[] | null;
  readonly versionIds: readonly string[] | null;
  readonly predictionIds: readonly string[] | null;
  /** Whoever acted, or was acted upon. */
  readonly people: readonly string[] | null;
  readonly from: Date | null;
  /** Before this moment. */
  readonly to: Date | null;
  readonly events: readonly LedgerEvent[] | null;
  /** Those about one recall. */
  readonly recall?: RecallSpan;
  /** Numbers below this one. */
  readonly size: number;
}

export interface ChosenEntry extends EntryRow {
  readonly number: number;
  /** Hex RFC 6962 leaf hash. */
  readonly leaf: string;
  /** Texts that the entry carries the digests of; null where one was erased. */
  readonly texts: readonly (readonly [name: string, text: string | null])[];
}

const entriesAtOnce = 500;

/** How many there are, and the numbers of the first and the last. */
export async function countEntries(
  ctx: Context,
  choice: EntryChoice,
): Promise<{ count: number; first: number | null; last: number | null }> {
  const { conditions, values } = conditionsOf(choice);
  const { rows } = await ctx.pool.query<{ count: number; first: string | null; last: string | null }>(
    `SELECT count(*)::int AS count, min(n.number) AS first, max(n.number) AS last
     FROM ledger_entry l JOIN ledger_number n ON n.entry_id = l.id WHERE ${conditions}`,
    values,
  );
  const { count, first, last } = rows[0]!;
  return { count, first: first === null ? null : Number(first), last: last === null ? null : Number(last) };
}

/** The same entries in the order of the ledger, page by page. */
export async function* streamEntries(ctx: Context, choice: EntryChoice): AsyncGenerator<ChosenEntry[]> {
  const { conditions, values } = conditionsOf(choice);
  for (let after = '0'; ; ) {
    const found = await ctx.pool.query<EntryStored & { leaf: Buffer }>(
      `SELECT e.*, x.leaf FROM (${entrySelect} WHERE ${conditions} AND l.id > $${values.length + 1}
         ORDER BY l.id LIMIT ${entriesAtOnce}) e JOIN ledger_entry x ON x.id = e.id ORDER BY e.id`,
      [...values, after],
    );
    const last = found.rows.at(-1);
    if (!last) return;
    after = last.id;
    yield await withTexts(ctx, found.rows);
  }
}

async function withTexts(ctx: Context, stored: (EntryStored & { leaf: Buffer })[]): Promise<ChosenEntry[]> {
  const digests = stored.map(({ body }) => (JSON.parse(body) as EntryBody).digests);
  const { rows: kept } = await ctx.pool.query<{ digest: string; bytes: Buffer }>(
    'SELECT digest, bytes FROM ledger_record WHERE digest = ANY ($1::text[])',
    [digests.flatMap((named) => Object.values(named))],
  );
  const texts = new Map(kept.map(({ digest, bytes }) => [digest, bytes.toString('utf8')]));
  const rows = await toEntryRows(ctx, stored);
  const chosen = rows.map((row, index) => ({
    ...row,
    number: row.number!,
    leaf: stored[index]!.leaf.toString('hex'),
    texts: Object.entries(digests[index]!).map(
      ([name, digest]) => [name, texts.get(digest) ?? null] as const,
    ),
  }));
  // Ids are given before a change commits, numbers after: neighbours may have changed places.
  return chosen.sort((a, b) => a.number - b.number);
}

/** Conditions over `ledger_entry l JOIN ledger_number n`. Only what was asked for is in the text. */
function conditionsOf(choice: EntryChoice): { conditions: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [`n.number < ${bind(choice.size)}`];
  const oneOf = (column: string, ids: readonly string[]) =>
    ids.length === 1 ? `${column} = ${bind(ids[0])}::uuid` : `${column} = ANY (${bind(ids)}::uuid[])`;
  const about = [
    ...(choice.modelIds ? [oneOf('l.model_id', choice.modelIds)] : []),
    ...(choice.versionIds ? [oneOf('l.version_id', choice.versionIds)] : []),
    ...(choice.predictionIds
      ? [`(l.subject_kind = 'prediction' AND l.subject_id = ANY (${bind(choice.predictionIds)}::text[]))`]
      : []),
  ];
  if (about.length > 0) conditions.push(`(${about.join(' OR ')})`);
  if (choice.people) {
    const ids = bind(choice.people);
    conditions.push(
      `(l.actor_id = ANY (${ids}::text[]) OR (l.subject_kind = 'person' AND l.subject_id = ANY (${ids}::text[])))`,
    );
  }
  if (choice.from) conditions.push(`l.at >= ${bind(choice.from)}`);
  if (choice.to) conditions.push(`l.at < ${bind(choice.to)}`);
  if (choice.recall) conditions.push(recallEntriesSql(choice.recall, bind));
  if (choice.events) conditions.push(`l.event = ANY (${bind(choice.events)}::text[])`);
  return { conditions: conditions.join(' AND '), values };
}
