import type { Schema } from '@countersign/scoring';
import type { House } from '../context.ts';
import {
  openRecorded,
  type RecordedColumns,
  type RecordedPrediction,
  recordedSqlWithoutSchema,
} from '../prediction/recorded-prediction.ts';
import { affectedSql, affectedValues } from './affected-sql.ts';
import type { Place, RescoringDefinition } from './rescoring-stored.ts';

/** Predictions per transaction and journey to the runtime. */
const batchSize = 1_000;

export interface Reading {
  readonly id: string;
  readonly askedAt: Date;
  readonly definition: RescoringDefinition;
  readonly versions: readonly { readonly id: string; readonly schema: Schema | null }[];
}

/** The next predictions after a place, in the order of their answers. */
export async function readAffected(
  house: Pick<House, 'pool' | 'keyring'>,
  { id, askedAt, definition, versions }: Reading,
  place: Place,
): Promise<RecordedPrediction[]> {
  const { id: versionId, schema } = versions[place.version]!;
  const found = await house.pool.query<RecordedColumns>(
    `${recordedSqlWithoutSchema} WHERE ${affectedSql}
       AND ($5::timestamptz IS NULL OR (p.answered_at, p.id) > ($5, $6::uuid))
       ${place.again ? 'AND NOT EXISTS (SELECT FROM rescoring_row x WHERE x.rescoring_id = $7::uuid AND x.answered_at = p.answered_at AND x.prediction_id = p.id)' : 'AND $7::uuid IS NOT NULL'}
     ORDER BY p.answered_at, p.id LIMIT ${batchSize}`,
    [...affectedValues(versionId, definition, askedAt), place.at, place.id, id],
  );
  return found.rows.map((row) => ({ ...openRecorded(house.keyring, row), schema }));
}

/** What turned out to be true of these predictions, by the hex of their business reference: the latest that was observed. */
export async function readTruths(
  { pool }: Pick<House, 'pool'>,
  modelId: string,
  batch: readonly RecordedPrediction[],
): Promise<ReadonlyMap<string, unknown>> {
  const hashes = [
    ...new Set(batch.flatMap(({ business_hash: hash }) => (hash ? [hash.toString('hex')] : []))),
  ];
  if (hashes.length === 0) return new Map();
  const { rows } = await pool.query<{ hash: string; value: unknown }>(
    `SELECT DISTINCT ON (o.business_hash) encode(o.business_hash, 'hex') AS hash, o.value FROM outcome o
     WHERE o.model_id = $1 AND o.business_hash = ANY (SELECT decode(h, 'hex') FROM unnest($2::text[]) h)
     ORDER BY o.business_hash, o.observed_at DESC`,
    [modelId, hashes],
  );
  return new Map(rows.map(({ hash, value }) => [hash, value]));
}
