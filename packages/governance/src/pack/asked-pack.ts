import { Refusal } from '@countersign/contracts';
import { type Ranges, rangesOf } from '@countersign/ledger';
import { windowsSql } from '../authority/audit-window.ts';
import { requirePredictionReader } from '../authority/prediction-reader.ts';
import { requireInsight, type Scope } from '../authority/read-scope.ts';
import { requireScope } from '../authority/require-scope.ts';
import type { Context } from '../context.ts';

export interface AskedPack {
  readonly entries: Ranges;
  readonly predictions: readonly string[];
}

/** Who may read each entry and each prediction may take them along. @throws Refusal FORBIDDEN, NOT_FOUND */
export async function requireOpen(ctx: Context, { entries, predictions }: AskedPack): Promise<void> {
  requireScope(ctx.actor, 'read');
  const scope = await requireInsight(ctx);
  if (scope.windows !== null) await requireEntriesIn(ctx, scope, entries);
  const { rows } = await ctx.pool.query<{ model_id: string; recorded_at: Date }>(
    'SELECT model_id, recorded_at FROM prediction WHERE id = ANY ($1::uuid[])',
    [predictions],
  );
  if (rows.length !== new Set(predictions).size)
    throw new Refusal('NOT_FOUND', 'There is no such prediction.');
  for (const { model_id: modelId, recorded_at: at } of rows) await requirePredictionReader(ctx, modelId, at);
}

/** An auditor's role opens entries of its models and its time. @throws Refusal FORBIDDEN */
async function requireEntriesIn(ctx: Context, scope: Scope, entries: Ranges): Promise<void> {
  if ((await closedIn(ctx, scope, entries, 1)).length > 0)
    throw new Refusal('FORBIDDEN', 'Your role as an auditor does not open all of these entries.');
}

/** Of these entries those that the reader's role does not open: only an auditor's leaves any out. */
export async function closedEntries(ctx: Context, entries: Ranges): Promise<Ranges> {
  const scope = await requireInsight(ctx);
  return scope.windows === null ? [] : rangesOf(await closedIn(ctx, scope, entries));
}

async function closedIn(
  { pool }: Context,
  { windows }: Scope,
  entries: Ranges,
  most?: number,
): Promise<number[]> {
  const values: unknown[] = [entries.map(([first]) => first), entries.map(([, last]) => last), most ?? null];
  const open = windowsSql(windows, { model: 'e.model_id', at: 'e.at' }, (value) => `$${values.push(value)}`);
  const { rows } = await pool.query<{ number: string }>(
    `SELECT n.number FROM unnest($1::bigint[], $2::bigint[]) AS w (first, last)
     JOIN ledger_number n ON n.number BETWEEN w.first AND w.last JOIN ledger_entry e ON e.id = n.entry_id
     WHERE e.model_id IS NULL OR NOT (${open}) LIMIT $3`,
    values,
  );
  return rows.map(({ number }) => Number(number));
}

/** What an export asked for, from its entry; null where the id is not that of an export. */
export async function findExport(
  { pool }: Context,
  id: string,
): Promise<
  | (AskedPack & {
      readonly number: number | null;
      readonly leaveOut: Ranges;
      readonly kept: readonly number[];
    })
  | null
> {
  const { rows } = await pool.query<{ body: string; number: string | null }>(
    `SELECT e.body, n.number FROM ledger_entry e LEFT JOIN ledger_number n ON n.entry_id = e.id
     WHERE e.id = $1 AND e.event = 'pack.exported'`,
    [id],
  );
  const row = rows[0];
  if (!row) return null;
  const { data } = JSON.parse(row.body) as { data: unknown };
  const {
    entries,
    predictions,
    leaveOut,
    kept = [],
  } = data as AskedPack & { leaveOut: Ranges; kept?: readonly number[] };
  return { entries, predictions, leaveOut, kept, number: row.number === null ? null : Number(row.number) };
}
