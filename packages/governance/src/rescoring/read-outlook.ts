import {
  type InputCondition,
  limits,
  type RescoringOutlook,
  type RescoringPair,
} from '@countersign/contracts';
import type { Schema } from '@countersign/scoring';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Context } from '../context.ts';
import { missingInputs } from './carried-inputs.ts';
import { basisOf, comparedOutput } from './compare-answers.ts';
import { findPair } from './find-pair.ts';

const fieldsOf = (schemas: readonly (Schema | null)[]) => {
  const named = new Map(
    schemas.flatMap((schema) => schema?.inputs ?? []).map((input) => [input.name, input]),
  );
  return [...named.values()].map(({ name, unit, dtype }) => ({
    name,
    unit: unit ?? null,
    isNumber: dtype !== 'string' && dtype !== 'bool',
  }));
};

/** What counts as a miss according to the latest prediction of a version; null where that does not say. */
export async function statedTolerance(
  { pool }: Pick<Context, 'pool'>,
  versionId: string,
): Promise<number | null> {
  const { rows } = await pool.query<{ threshold: { metric?: unknown; value?: unknown } | null }>(
    `SELECT r.parameters -> 'threshold' AS threshold FROM prediction p JOIN scoring_run r ON r.id = p.run_id
     WHERE p.version_id = $1 ORDER BY p.answered_at DESC, p.id DESC LIMIT 1`,
    [versionId],
  );
  const threshold = rows[0]?.threshold;
  return threshold?.metric === 'absoluteError' && typeof threshold.value === 'number'
    ? threshold.value
    : null;
}

/** What a re-scoring of these versions would compare, and what has to be said for it. @throws Refusal as `findPair` */
export async function readOutlook(ctx: Context, input: RescoringPair): Promise<RescoringOutlook> {
  const { versions, fixed } = await findPair(ctx, input);
  const ids = versions.map(({ id }) => id);
  const output = comparedOutput(fixed.schema);
  const [counted, tolerance, recalled] = await Promise.all([
    ctx.pool.query<{ counted: number }>(
      `SELECT ${countUpTo('prediction p WHERE p.version_id = ANY ($1::uuid[])', limits.rescoredPredictions)} AS counted`,
      [ids],
    ),
    statedTolerance(ctx, ids[0]!),
    ctx.pool.query<{ affected_inputs: InputCondition[] | null }>(
      'SELECT affected_inputs FROM recall WHERE id = $1 AND version_id = ANY ($2::uuid[])',
      [input.recallId ?? null, ids],
    ),
  ]);
  const missing = versions.flatMap(({ schema }) => (schema ? missingInputs(schema, fixed.schema, []) : []));
  const basis = basisOf(fixed.schema);
  return {
    basis,
    output: basis === 'number' && output ? { name: output.name, unit: output.unit ?? null } : null,
    given: fieldsOf(versions.map(({ schema }) => schema)),
    wanted: fieldsOf([fixed.schema]),
    missing: [...new Set(missing)],
    tolerance,
    conditions: recalled.rows[0]?.affected_inputs ?? [],
    predictions: boundedCount(counted.rows[0]!.counted, limits.rescoredPredictions),
  };
}
