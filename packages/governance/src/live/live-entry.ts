import type { LedgerEvent, LiveEvent, SubjectKind } from '@countersign/contracts';
import type pg from 'pg';
import { isInWindows, windowsSql } from '../authority/audit-window.ts';
import type { Opened } from '../authority/read-scope.ts';

/** A numbered entry as far as the live stream has to know it. */
export interface LiveEntry extends LiveEvent {
  readonly event: LedgerEvent;
  readonly at: Date;
  readonly modelId: string | null;
}

interface Row {
  readonly number: string;
  readonly event: LedgerEvent;
  readonly at: Date;
  readonly noun: SubjectKind;
  readonly id: string;
  readonly modelId: string | null;
  readonly model: string | null;
  readonly version: string | null;
}

/** Entries after a number, in their order, at most `limit`. */
export async function readEntriesAfter(
  client: Pick<pg.ClientBase, 'query'>,
  number: number,
  limit: number,
): Promise<LiveEntry[]> {
  const { rows } = await client.query<Row>(
    `SELECT n.number, l.event, l.at, l.subject_kind AS noun, l.subject_id AS id, l.model_id AS "modelId", m.key AS model, v.label AS version
     FROM ledger_number n JOIN ledger_entry l ON l.id = n.entry_id
     LEFT JOIN model m ON m.id = l.model_id LEFT JOIN version v ON v.id = l.version_id
     WHERE n.number > $1 ORDER BY n.number LIMIT $2`,
    [number, limit],
  );
  return rows.map((row) => ({ ...row, number: Number(row.number) }));
}

/** What a consumer sees of a model: what answers, and whether it may be used. */
const toConsumers: ReadonlySet<LedgerEvent> = new Set<LedgerEvent>([
  'version.deployed',
  'version.promoted',
  'version.deployed-expedited',
  'version.stopped',
  'version.lapsed',
  'version.rolled-back-to',
  'version.suspended',
  'version.resumed',
  'version.deployment-ended',
  'version.marked-advisory',
  'version.marked-blocked',
  'version.lifted',
]);

/** The same rule as the audit list has, and for consumers what serves of their models. */
export function isOpenTo(
  opened: Opened,
  { event, modelId, at }: Pick<LiveEntry, 'event' | 'modelId' | 'at'>,
): boolean {
  const { models, isConsumer, windows } = opened;
  if (modelId === null) return models === null && !isConsumer && windows === null;
  if (models !== null && !models.includes(modelId)) return false;
  return isConsumer ? toConsumers.has(event) : isInWindows(windows, { modelId, at });
}

/** The same as an SQL condition over the columns of a `ledger_entry l`; `bind` takes a value and returns its parameter. */
export function openToSql({ models, isConsumer, windows }: Opened, bind: (value: unknown) => string): string {
  const ofOthers = models === null && !isConsumer && windows === null ? 'true' : 'false';
  const isOfModels = models === null ? 'true' : `l.model_id = ANY (${bind(models)}::uuid[])`;
  const isTold = isConsumer
    ? `l.event = ANY (${bind([...toConsumers])}::text[])`
    : windowsSql(windows, { model: 'l.model_id', at: 'l.at' }, bind);
  return `CASE WHEN l.model_id IS NULL THEN ${ofOthers} ELSE ${isOfModels} AND ${isTold} END`;
}
