import type { BoundedCount, PredictionRow } from '@countersign/contracts';
import { rowOfTensors, type Schema, TensorFault, unpackTensors } from '@countersign/scoring';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Tx } from '../change.ts';
import type { Keyring } from '../keys/keyring.ts';
import { isRemovedJson, type RemovedJson } from '../subject/removed-content.ts';
import { isSealedJson, openContent, openJson, placeOf, type SealedJson } from '../subject/subject-content.ts';
import { openKeyOf, type SubjectKeyColumns, subjectKeyColumns } from '../subject/subject-key.ts';
import type { Narrowed } from './narrow-predictions.ts';
import { outputCells } from './output-cells.ts';

/** Predictions that a search counts before it says "and more". */
const mostCounted = 1_000;

/** What lists are read with: contents of subjects are opened for them. */
export interface ListingHouse {
  readonly pool: Pick<Tx, 'query'>;
  readonly keyring: Keyring;
}

export interface ListedPrediction extends SubjectKeyColumns {
  readonly id: string;
  readonly version_id: string;
  readonly caller_id: string | null;
  readonly model: string;
  readonly version: string;
  readonly consumer: string;
  readonly mode: string;
  readonly basis: PredictionRow['basis'];
  readonly answered_at: Date;
  readonly kept: PredictionRow['kept'];
  readonly decision: { readonly outcome?: string | null } | SealedJson | RemovedJson | null;
  readonly removed: boolean;
  readonly removed_with_subject: boolean | null;
  readonly run_id: string;
  readonly row: number;
  readonly outputs: Buffer | null;
  readonly last_replay: PredictionRow['lastReplay'];
}

/** The place after which a page begins: time of the answer and id of the last row before it. */
export type After = readonly [at: string, id: string] | null;

/** One page of a search, the latest answers first. */
export async function readListed(
  db: Pick<Tx, 'query'>,
  narrowed: Narrowed,
  after: After,
  limit: number,
): Promise<ListedPrediction[]> {
  const values = [...narrowed.values];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    ...narrowed.conditions,
    ...(after ? [`(p.answered_at, p.id) < (${bind(after[0])}::timestamptz, ${bind(after[1])}::uuid)`] : []),
  ];
  const newest = `ORDER BY p.answered_at DESC, p.id DESC LIMIT ${bind(limit)}`;
  const within = (more: readonly string[]) =>
    `SELECT p.* FROM prediction p ${whereSql([...more, ...conditions])} ${newest}`;
  const picked = narrowed.models
    ? `SELECT p.* FROM unnest(${bind(narrowed.models)}::uuid[]) AS f (model_id) CROSS JOIN LATERAL (${within(['p.model_id = f.model_id'])}) p ${newest}`
    : within([]);
  const found = await db.query<ListedPrediction>(
    `SELECT p.id, p.version_id, p.caller_id, m.key AS model, v.label AS version, p.consumer, p.mode, p.basis, p.answered_at, p.kept,
       r.retention_batch_id IS NOT NULL AS removed,
       (SELECT b.class_id IS NULL FROM retention_batch b WHERE b.id = r.retention_batch_id) AS removed_with_subject, p.decision, p.run_id, p.row, CASE WHEN p.decision IS NULL THEN r.outputs END AS outputs, ${subjectKeyColumns},
       CASE WHEN l.at IS NOT NULL THEN json_build_object('verdict', l.verdict, 'code', l.code,
         'at', to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS last_replay
     FROM (${picked}) p
     JOIN scoring_run r ON r.id = p.run_id LEFT JOIN subject_key sk ON sk.id = r.subject_key_id JOIN version v ON v.id = p.version_id JOIN model m ON m.id = p.model_id
     LEFT JOIN LATERAL (SELECT verdict, code, at FROM replay WHERE prediction_id = p.id ORDER BY at DESC, id DESC LIMIT 1) l ON true
     ORDER BY p.answered_at DESC, p.id DESC`,
    values,
  );
  return found.rows;
}

/** How many a search finds, up to a thousand; or up to `most`. */
export async function countListed(
  db: Pick<Tx, 'query'>,
  narrowed: Narrowed,
  most = mostCounted,
): Promise<BoundedCount> {
  const values = [...narrowed.values];
  const conditions = [...narrowed.conditions];
  if (narrowed.models) conditions.push(`p.model_id = ANY ($${values.push(narrowed.models)}::uuid[])`);
  const { rows } = await db.query<{ counted: number }>(
    `SELECT ${countUpTo(`prediction p ${whereSql(conditions)}`, most)} AS counted`,
    values,
  );
  return boundedCount(rows[0]!.counted, most);
}

const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;

/** Rows as they are shown. Schemas are large and few: each is read once, and only where an output has to speak. */
export async function toPredictionRows(
  { pool: db, keyring }: ListingHouse,
  rows: readonly ListedPrediction[],
): Promise<PredictionRow[]> {
  const wanted = new Set(rows.flatMap(({ outputs, version_id }) => (outputs ? [version_id] : [])));
  const schemas = new Map<string, Schema | null>();
  if (wanted.size > 0) {
    const found = await db.query<{ id: string; schema: Schema | null }>(
      'SELECT id, schema FROM version WHERE id = ANY ($1::uuid[])',
      [[...wanted]],
    );
    for (const { id, schema } of found.rows) schemas.set(id, schema);
  }
  return rows.map((row) => ({
    id: row.id,
    callerId: row.caller_id,
    model: row.model,
    version: row.version,
    consumer: row.consumer,
    mode: row.mode,
    basis: row.basis,
    answeredAt: row.answered_at.toISOString(),
    kept: row.kept,
    erased: row.subject_erased_at !== null || row.removed_with_subject === true,
    removed: row.removed && row.removed_with_subject !== true,
    result: resultOf(keyring, row, schemas.get(row.version_id) ?? null),
    lastReplay: row.last_replay,
  }));
}

/** The decision speaks for the answer, without one the first output; nothing where both were erased or removed. */
function resultOf(keyring: Keyring, row: ListedPrediction, schema: Schema | null): string {
  if (row.subject_erased_at || row.removed || isRemovedJson(row.decision)) return '';
  const key = openKeyOf(keyring, row);
  const decision =
    key && isSealedJson(row.decision)
      ? (openJson(key, placeOf.decision(row.id), row.decision) as { outcome?: unknown })
      : row.decision;
  if (decision && 'outcome' in decision && decision.outcome !== null) return String(decision.outcome);
  const outputs =
    row.outputs && key ? openContent(key, placeOf.outputs(row.run_id), row.outputs) : row.outputs;
  if (!outputs || !schema) return '';
  try {
    return outputCells(schema, rowOfTensors(unpackTensors(outputs), row.row))[0]?.text ?? '';
  } catch (error) {
    if (error instanceof TensorFault) return '';
    throw error;
  }
}
