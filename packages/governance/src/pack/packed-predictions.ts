import type { JsonValue, PackedPrediction, PredictionSeal } from '@countersign/ledger';
import type { Context } from '../context.ts';
import {
  openRecorded,
  type RecordedColumns,
  type RecordedPrediction,
  recordedSqlWithoutSchema,
} from '../prediction/recorded-prediction.ts';
import { readSeals, type Sealable } from '../sealing/read-seals.ts';
import { placeOf, saltOf } from '../subject/subject-content.ts';
import type { TensorsAtHand } from './pack-source.ts';

/** Predictions that are in memory at a time, with the tensors of their runs. */
const atOnce = 100;

/** Numbers of the entries that sealed these predictions, among the first `size` of the ledger. */
export async function findSealingEntries(
  { pool }: Pick<Context, 'pool'>,
  ids: readonly string[],
  size: number,
): Promise<number[]> {
  const numbers = new Set<number>();
  for (let from = 0; from < ids.length; from += atOnce) {
    const seals = await readSeals(pool, 'prediction', ids.slice(from, from + atOnce));
    for (const { seal } of seals.values())
      if (seal && seal.entry.number !== null && seal.entry.number < size) numbers.add(seal.entry.number);
  }
  return [...numbers];
}

/**
 * Predictions by id as they travel in a pack; ids that nothing stands for are left out. Their tensors are at hand meanwhile. One whose
 * rows are not those that were sealed travels with its proof all the same, and a verifier refuses it.
 */
export async function* packedPredictions(
  { pool, keyring }: Pick<Context, 'pool' | 'keyring'>,
  ids: readonly string[],
  size: number,
  tensors: TensorsAtHand,
): AsyncGenerator<PackedPrediction> {
  for (let from = 0; from < ids.length; from += atOnce) {
    const page = ids.slice(from, from + atOnce);
    const seals = await readSeals(pool, 'prediction', page);
    const { rows } = await pool.query<RecordedColumns & { readonly schema_digest: string | null }>(
      `SELECT r.*, (SELECT digest FROM version_file f WHERE f.version_id = r.version_id AND f.kind = 'schema' ORDER BY path LIMIT 1) AS schema_digest
       FROM (${recordedSqlWithoutSchema} WHERE p.id = ANY ($1::uuid[])) r ORDER BY r.id`,
      [page],
    );
    tensors.clear();
    for (const stored of rows) {
      const row = { ...stored, ...openRecorded(keyring, stored) };
      // Of a subject the digest is over salt and bytes, and so is the file: whoever reads it leaves out the salt.
      const { key, run_id: run } = row;
      const salted = (bytes: Buffer, place: string) =>
        key ? Buffer.concat([saltOf(key, place), bytes]) : bytes;
      if (row.inputs) tensors.set(row.inputs_digest, salted(row.inputs, placeOf.inputs(run)));
      if (row.outputs) tensors.set(row.outputs_digest, salted(row.outputs, placeOf.outputs(run)));
      yield toPacked(row, sealOf(seals.get(row.id), size));
    }
  }
}

function sealOf(sealable: Sealable | undefined, size: number): PredictionSeal | null {
  const { seal = null, record = '' } = sealable ?? {};
  if (!seal || seal.entry.number === null || seal.entry.number >= size) return null;
  return { entry: seal.entry.number, record, index: seal.index, size: seal.size, proof: seal.proof };
}

const toPacked = (
  row: RecordedPrediction & { readonly schema_digest: string | null },
  sealed: PredictionSeal | null,
): PackedPrediction => ({
  v: 1,
  id: row.id,
  row: row.row,
  model: { id: row.model_id, key: row.model_key },
  version: { id: row.version_id, label: row.label },
  mode: row.mode,
  basis: row.basis,
  consumer: row.consumer,
  answeredAt: row.answered_at.toISOString(),
  recordedAt: row.recorded_at.toISOString(),
  decision: (row.decision ?? null) as unknown as JsonValue,
  run: {
    id: row.run_id,
    rows: row.run_rows,
    artifact: row.artifact === '' ? null : row.artifact,
    schema: row.schema_digest,
    runtime: row.runtime as JsonValue,
    parameters: row.parameters as JsonValue,
    inputs: row.inputs_digest,
    outputs: row.outputs_digest,
  },
  sealed,
});
