import type { EntryRow } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { toEntryRows } from './entry-row.ts';
import type { FollowedEntry } from './follow-entries.ts';

/** What marks and lifts are about, in words that a consumer acts on. */
export interface RecallFacts {
  readonly standing: string;
  readonly severity: string;
  readonly reason: string;
  readonly replacement: string | null;
}

/** An entry for somebody who follows the ledger from afar. */
export interface ToldEntry {
  readonly row: EntryRow;
  readonly recall: RecallFacts | null;
  /** One line; to a consumer it says what happened to the model, not who did it. */
  readonly sentence: string;
  /** Where a person reads on. */
  readonly link: string;
}

/** Entries in their order, as somebody who may see them is told of them. */
export async function tellEntries(
  ctx: Context,
  entries: readonly FollowedEntry[],
  isConsumer: boolean,
): Promise<ToldEntry[]> {
  const recallIds = entries.map(recallIn);
  const [rows, recalls] = await Promise.all([toEntryRows(ctx, entries), readRecalls(ctx, recallIds)]);
  return entries.map((entry, index) => {
    const row = rows[index]!;
    const recall = recalls.get(recallIds[index] ?? '') ?? null;
    return {
      row,
      recall,
      sentence: sentenceOf(row, recall, isConsumer),
      link: pageOf(ctx, entry, isConsumer),
    };
  });
}

/** Entries that tell of a recall name it in their data. */
function recallIn({ body }: FollowedEntry): string | null {
  const { data } = JSON.parse(body) as { data: { recall?: unknown } };
  return typeof data.recall === 'string' ? data.recall : null;
}

async function readRecalls(
  { pool }: Context,
  found: readonly (string | null)[],
): Promise<ReadonlyMap<string, RecallFacts>> {
  const ids = [...new Set(found.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<RecallFacts & { id: string }>(
    `SELECT r.id::text AS id, r.standing, r.severity, r.reason, s.label AS replacement
     FROM recall r LEFT JOIN version s ON s.id = r.replacement_id WHERE r.id::text = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

function sentenceOf(row: EntryRow, recall: RecallFacts | null, isConsumer: boolean): string {
  const what = isConsumer
    ? `${[row.model, row.version].filter(Boolean).join(' ')}: ${row.event.replaceAll(/[.-]/g, ' ')}.`
    : row.summary;
  if (!recall) return what;
  const instead = recall.replacement ? ` Use ${recall.replacement} instead.` : '';
  return `${what} ${recall.reason}${instead}`;
}

function pageOf({ url }: Pick<Context, 'url'>, entry: FollowedEntry, isConsumer: boolean): string {
  if (entry.model !== null && entry.version !== null)
    return `${url}/m/${entry.model}/v/${encodeURIComponent(entry.version)}`;
  if (entry.model !== null && isConsumer) return `${url}/m/${entry.model}`;
  return `${url}/audit/e/${entry.entry_number}`;
}
