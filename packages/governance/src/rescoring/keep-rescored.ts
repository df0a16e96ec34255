import type { House } from '../context.ts';
import { plainArray } from '../plain-array.ts';
import type { RecordedPrediction } from '../prediction/recorded-prediction.ts';
import { refuseRemoved } from '../prediction/removal-lock.ts';
import { writeOperational } from '../write-operational.ts';
import type { Rescored } from './rescore-batch.ts';
import type { Place } from './rescoring-stored.ts';

/** The re-scoring is over, or somebody else went on with it. */
export class Overtaken extends Error {
  constructor() {
    super('the re-scoring was ended or taken over');
  }
}

const count = (rows: readonly Rescored[], holds: (row: Rescored) => boolean): number =>
  rows.reduce((sum, row) => sum + (holds(row) ? 1 : 0), 0);

/**
 * Writes what came of a batch and how far it is, in one transaction: only if it still stands where the batch was read from,
 * so that two who work at once write nothing twice.
 * @throws Overtaken, Refusal STALE where contents left since they were read
 */
export async function keepRescored(
  house: Pick<House, 'pool' | 'clock'>,
  id: string,
  {
    from,
    to,
    batch,
    rows,
  }: { from: Place | null; to: Place; batch: readonly RecordedPrediction[]; rows: readonly Rescored[] },
): Promise<void> {
  const miss = (which: 'oldMiss' | 'newMiss') => (row: Rescored) => row.compared?.[which] === true;
  const isKnown = (row: Rescored) => row.compared !== null && row.compared.oldMiss !== null;
  const reasons: Record<string, number> = {};
  for (const { code } of rows) if (code !== null) reasons[code] = (reasons[code] ?? 0) + 1;
  await writeOperational(house, async (tx) => {
    const moved = await tx.query(
      `UPDATE rescoring SET place = $3::jsonb, done = done + $4, rescored = rescored + $5, not_rescored = not_rescored + $6,
         outside = outside + $7, flipped = flipped + $8, known = known + $9, old_misses = old_misses + $10, new_misses = new_misses + $11,
         fixed_misses = fixed_misses + $12, made_misses = made_misses + $13,
         reasons = (SELECT coalesce(jsonb_object_agg(key, total), '{}') FROM (
           SELECT key, sum(value::int) AS total FROM (SELECT * FROM jsonb_each_text(reasons) UNION ALL SELECT * FROM jsonb_each_text($14::jsonb)) parts GROUP BY key) sums)
       WHERE id = $1 AND state = 'running' AND place IS NOT DISTINCT FROM $2::jsonb`,
      [
        id,
        from && JSON.stringify(from),
        JSON.stringify(to),
        rows.length,
        count(rows, ({ state }) => state === 'rescored'),
        count(rows, ({ state }) => state === 'not-rescored'),
        count(rows, ({ state }) => state === 'outside'),
        count(rows, ({ compared }) => compared?.flipped === true),
        count(rows, isKnown),
        count(rows, miss('oldMiss')),
        count(rows, miss('newMiss')),
        count(rows, (row) => miss('oldMiss')(row) && row.compared?.newMiss === false),
        count(rows, (row) => miss('newMiss')(row) && row.compared?.oldMiss === false),
        JSON.stringify(reasons),
      ],
    );
    if (moved.rowCount !== 1) throw new Overtaken();
    if (rows.length === 0) return;
    await refuseRemoved(tx, batch);
    await tx.query(
      `INSERT INTO rescoring_row (rescoring_id, prediction_id, answered_at, consumer, state, code, flipped, old_miss, new_miss, detail)
       SELECT $1, r.* FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::boolean[], $9::boolean[], $10::jsonb[])
         AS r (prediction_id, answered_at, consumer, state, code, flipped, old_miss, new_miss, detail)`,
      [
        id,
        plainArray(rows.map(({ predictionId }) => predictionId)),
        rows.map(({ answeredAt }) => answeredAt.toISOString()),
        rows.map(({ consumer }) => consumer),
        plainArray(rows.map(({ state }) => state)),
        plainArray(rows.map(({ code }) => code)),
        rows.map(({ compared }) => compared?.flipped ?? null),
        rows.map(({ compared }) => compared?.oldMiss ?? null),
        rows.map(({ compared }) => compared?.newMiss ?? null),
        rows.map(({ detail }) => detail),
      ],
    );
  });
}
