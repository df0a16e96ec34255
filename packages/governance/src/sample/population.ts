import { limits, Refusal, type SampleKind } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** What belongs to a population; null narrows nothing. */
export interface PopulationChoice {
  readonly kind: SampleKind;
  readonly modelId: string | null;
  readonly versionId: string | null;
  /** `start` is in it, `end` is not. */
  readonly start: Date | null;
  readonly end: Date | null;
}

const within = (at: string) =>
  `($3::timestamptz IS NULL OR ${at} >= $3) AND ($4::timestamptz IS NULL OR ${at} < $4)`;

/** `$1` model, `$2` version, `$3` since when, `$4` until when. */
const idsSql: Readonly<Record<SampleKind, string>> = {
  predictions: `SELECT p.id FROM prediction p
    WHERE p.model_id = $1::uuid AND ($2::uuid IS NULL OR p.version_id = $2) AND ${within('p.answered_at')}`,
  // What was approved is told by what the gates gave: a version that is stopped comes back to approved without any signature.
  versions: `SELECT DISTINCT x.version_id AS id FROM (
      SELECT l.version_id, l.at, l.body::jsonb #>> '{data,earned}' AS earned,
        lag(l.body::jsonb #>> '{data,earned}') OVER (PARTITION BY l.version_id ORDER BY l.id) AS before
      FROM ledger_entry l WHERE l.event = 'version.stage-moved' AND ($1::uuid IS NULL OR l.model_id = $1) AND ($2::uuid IS NULL OR l.version_id = $2)) x
    WHERE x.earned = 'approved' AND x.before IS DISTINCT FROM 'approved' AND ${within('x.at')}`,
  'sign-offs': `SELECT s.id FROM sign_off s JOIN version v ON v.id = s.version_id
    WHERE ($1::uuid IS NULL OR v.model_id = $1) AND ($2::uuid IS NULL OR s.version_id = $2) AND ${within('s.signed_at')}`,
};

const idsAtOnce = 10_000;

/**
 * `population.txt`: the ids of the population, sorted, a line each, read through a cursor in one snapshot.
 * @param counted told how many there were, before the last piece is handed on
 * @throws Refusal TOO_LARGE beyond `limits.samplePopulation`
 */
export async function* populationText(
  { pool }: Pick<Context, 'pool'>,
  { kind, modelId, versionId, start, end }: PopulationChoice,
  counted: (size: number) => void,
): AsyncGenerator<Buffer> {
  const client = await pool.connect();
  let broken: Error | undefined;
  let size = 0;
  try {
    await client.query('BEGIN READ ONLY');
    await client.query(
      `DECLARE population NO SCROLL CURSOR FOR SELECT i.id::text FROM (${idsSql[kind]}) i ORDER BY i.id`,
      [modelId, versionId, start, end],
    );
    for (;;) {
      const { rows } = await client.query<{ id: string }>(`FETCH ${idsAtOnce} FROM population`);
      size += rows.length;
      if (size > limits.samplePopulation)
        throw new Refusal(
          'TOO_LARGE',
          `More than ${limits.samplePopulation.toLocaleString('en')} items: choose a shorter period or a version.`,
          { most: limits.samplePopulation },
        );
      if (rows.length < idsAtOnce) counted(size);
      if (rows.length > 0) yield Buffer.from(rows.map(({ id }) => `${id}\n`).join(''));
      if (rows.length < idsAtOnce) return;
    }
  } finally {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    client.release(broken ?? false);
  }
}
