import { type AffectedCount, type CountAffected, type InputCondition, Refusal } from '@countersign/contracts';
import type { Schema } from '@countersign/scoring';
import { requirePredictionReader } from '../authority/prediction-reader.ts';
import type { Context, House } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import {
  openRecorded,
  type RecordedColumns,
  recordedSqlWithoutSchema,
} from '../prediction/recorded-prediction.ts';
import { predictionsOfVersion } from '../predictions-of.ts';
import { isAffected, refuseUnfit } from './affected-inputs.ts';

/** As many as open while somebody looks at a form. */
const newestLookedAt = 2_000;

/**
 * Of the newest predictions of a version those whose inputs meet the conditions, while a recall is being written. Nothing of
 * the inputs is told. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT
 */
export async function countAffected(ctx: Context, input: CountAffected): Promise<AffectedCount> {
  const { row } = await loadVersion(ctx.pool, input, 'none');
  const scope = await requirePredictionReader(ctx, row.model_id);
  if (scope && scope.windows !== null)
    throw new Refusal('FORBIDDEN', 'Predictions of a version are counted by whoever may read all of them.');
  const schema = await readSchema(ctx, row.id);
  refuseUnfit(schema, input.conditions);
  const listed = await readInputs(ctx, {
    versionId: row.id,
    after: null,
    newestFirst: true,
    limit: newestLookedAt + 1,
  });
  const counted = countIn(
    listed.slice(0, newestLookedAt).map((prediction) => ({ ...prediction, schema })),
    input.conditions,
  );
  return { ...counted, more: listed.length > newestLookedAt };
}

export async function readSchema({ pool }: Pick<House, 'pool'>, versionId: string): Promise<Schema | null> {
  const { rows } = await pool.query<{ schema: Schema | null }>('SELECT schema FROM version WHERE id = $1', [
    versionId,
  ]);
  return rows[0]?.schema ?? null;
}

/** Predictions of a version with their inputs, opened, in the order of their recording. */
export async function readInputs(
  { pool, keyring }: Pick<House, 'pool' | 'keyring'>,
  page: {
    readonly versionId: string;
    readonly after: string | null;
    readonly newestFirst?: boolean;
    readonly limit: number;
  },
) {
  const order = page.newestFirst ? 'DESC' : 'ASC';
  const { rows } = await pool.query<RecordedColumns>(
    `${recordedSqlWithoutSchema} WHERE ${predictionsOfVersion('p', { is: '$1::uuid' })} AND ($2::uuid IS NULL OR (p.version_id, p.id) > ($1::uuid, $2::uuid))
     ORDER BY p.version_id ${order}, p.id ${order} LIMIT $3`,
    [page.versionId, page.after, page.limit],
  );
  return rows.map((row) => openRecorded(keyring, row));
}

export function countIn(
  predictions: readonly Parameters<typeof isAffected>[0][],
  conditions: readonly InputCondition[],
): Pick<AffectedCount, 'looked' | 'matching' | 'unreadable'> {
  let [matching, unreadable] = [0, 0];
  for (const prediction of predictions) {
    const found = isAffected(prediction, conditions);
    if (found === null) unreadable += 1;
    else if (found) matching += 1;
  }
  return { looked: predictions.length, matching, unreadable };
}
