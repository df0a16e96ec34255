import { Refusal } from '@countersign/contracts';
import { parseGoldenSet, type Schema } from '@countersign/scoring';
import { readJson } from '../comparison/golden-side.ts';
import type { House } from '../context.ts';
import { type GoldenAnswers, goldenAnswers } from './golden-scoring.ts';
import { scoreBoth } from './score-both.ts';
import { decidingSchema } from './version-before.ts';

interface Side {
  readonly id: string;
  readonly artifact: string;
  readonly schema: Schema;
  readonly golden: string | null;
}

/**
 * Executes both versions of a queued comparison, as evidence is computed. At least once: one that is done is left alone. A failure of the
 * moment is tried again; any other, or the last try, leaves it `failed`, to be asked for anew.
 */
export async function runGoldenScoring(
  house: House,
  { id, isLast }: { readonly id: string; readonly isLast: boolean },
): Promise<void> {
  const taken = await house.pool.query<{ before_id: string; after_id: string }>(
    "UPDATE golden_scoring SET state = 'running' WHERE id = $1 AND state IN ('queued', 'running') RETURNING before_id, after_id",
    [id],
  );
  const pair = taken.rows[0];
  if (!pair) return;
  try {
    const answers = await scored(house, id, pair);
    await house.pool.query(
      "UPDATE golden_scoring SET state = 'done', done = $2, total = $2, answers = $3 WHERE id = $1 AND state = 'running'",
      [id, answers.length, JSON.stringify(answers)],
    );
  } catch (error) {
    if (error instanceof Refusal && !isLast) throw error;
    await house.pool.query(
      "UPDATE golden_scoring SET state = 'failed', error = $2 WHERE id = $1 AND state = 'running'",
      [id, (error as Error).message],
    );
    house.log.error({ err: error, id }, 'two versions could not be executed on a golden set');
  }
}

async function scored(
  house: House,
  id: string,
  pair: { readonly before_id: string; readonly after_id: string },
): Promise<GoldenAnswers[]> {
  const { rows } = await house.pool.query<Side>(
    `SELECT v.id, v.artifact_digest AS artifact, ${decidingSchema('v')} AS schema,
       (SELECT f.digest FROM version_file f WHERE f.version_id = v.id AND f.kind = 'golden-set' ORDER BY f.path LIMIT 1) AS golden
     FROM version v WHERE v.id = ANY ($1::uuid[])`,
    [[pair.before_id, pair.after_id]],
  );
  const sideOf = (wanted: string) => {
    const { artifact, schema } = rows.find((row) => row.id === wanted)!;
    return { artifact: { sha256: artifact, path: house.blobs.pathOf(artifact) }, schema };
  };
  const [before, after] = [sideOf(pair.before_id), sideOf(pair.after_id)];
  const read = await readJson(house, rows.find((row) => row.id === pair.after_id)!.golden ?? '');
  const parsed = read && parseGoldenSet(after.schema, read.json);
  if (!parsed || 'problems' in parsed) throw new Error('The golden set cannot be read.');
  const inputs = (read.json as { rows: { inputs: Record<string, unknown> }[] }).rows.map((row) => row.inputs);
  const found = await scoreBoth(
    house.trialScorer,
    { before, after },
    parsed.golden,
    inputs,
    ({ done, total }) => {
      house.pool
        .query('UPDATE golden_scoring SET done = $2, total = $3 WHERE id = $1', [id, done, total])
        .catch((error: Error) => house.log.warn({ err: error, id }, 'progress could not be written'));
    },
  );
  return goldenAnswers(found.rows, { before, after });
}
