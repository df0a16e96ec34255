import { type EntryRow, type LedgerEvent, ledgerEvents } from '@countersign/contracts';
import { windowsSql } from '../authority/audit-window.ts';
import type { Context } from '../context.ts';
import { type EntryStored, entrySelect, toEntryRows } from './entry-row.ts';

/** Entries that a board shows; the report has all of them. */
const entriesShown = 200;

/** Entries that name the recall, whatever they are about. */
const named: readonly LedgerEvent[] = ledgerEvents.filter((event) =>
  /^(?:recall|notices?|rescorings?|version\.(?:marked|lift))/.test(event),
);

/** What became of serving while the recall was open. */
const serving: readonly LedgerEvent[] = [
  'version.suspended',
  'version.resumed',
  'version.deployment-ended',
  'version.stopped',
  'version.rolled-back-to',
  'version.deployed',
  'version.deployed-expedited',
  'version.promoted',
  'version.deprecated',
];

/** A recall, as far as its entries are to be found. */
export interface RecallSpan {
  readonly modelId: string;
  /** Its own id and those raised with it. */
  readonly ids: readonly string[];
  readonly versionIds: readonly string[];
  readonly from: Date;
  /** When it was closed or its last mark lifted; null while it is open. */
  readonly until: Date | null;
}

/**
 * SQL over `ledger_entry l` of the entries about a recall: those that name it or one raised with it, marks and lifts of its versions, and
 * what became of the model's serving while it was open. By the index over (model, event).
 */
export function recallEntriesSql(span: RecallSpan, bind: (value: unknown) => string): string {
  const model = `l.model_id = ${bind(span.modelId)}::uuid AND l.at >= ${bind(span.from)}`;
  const root = `position(${bind(span.ids[0])}::text IN l.body) > 0`;
  const lifted = `(l.version_id = ANY (${bind(span.versionIds)}::uuid[]) AND l.event LIKE 'version.%')`;
  const until = span.until ? ` AND l.at <= ${bind(span.until)}` : '';
  return `${model} AND (
    (l.event = ANY (${bind(named)}::text[]) AND (${root} OR ${lifted}))
    OR (l.event = ANY (${bind(serving)}::text[])${until}))`;
}

/** The first entries about a recall, oldest first, as far as an auditor's periods open them; `more` where there are further ones. */
export async function readRecallEntries(
  ctx: Context,
  span: RecallSpan,
  windows: Parameters<typeof windowsSql>[0] | null,
): Promise<{ items: EntryRow[]; more: boolean }> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const open = windows && windowsSql(windows, { model: 'l.model_id', at: 'l.at' }, bind);
  const { rows } = await ctx.pool.query<EntryStored>(
    `${entrySelect} WHERE ${recallEntriesSql(span, bind)}${open ? ` AND ${open}` : ''} ORDER BY l.id LIMIT ${entriesShown + 1}`,
    values,
  );
  const items = await toEntryRows(ctx, rows.slice(0, entriesShown));
  return { items, more: rows.length > entriesShown };
}
