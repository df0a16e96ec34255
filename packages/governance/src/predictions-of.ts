const lowest = "'00000000-0000-0000-0000-000000000000'::uuid";
const highest = "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid";

interface Version {
  /** SQL of the version's id. */
  readonly is: string;
  /** SQL of the smallest prediction id: an id's first 48 bits are the time of recording. */
  readonly since?: string;
}

/**
 * SQL condition of the predictions of one version, as a range of the index over (version, id). An equality is estimated by
 * how many predictions an average version has: one busy version would make PostgreSQL read the whole table for each
 * idle one.
 */
export const predictionsOfVersion = (alias: string, { is, since = lowest }: Version): string =>
  `(${alias}.version_id, ${alias}.id) >= (${is}, ${since}) AND (${alias}.version_id, ${alias}.id) <= (${is}, ${highest})`;

/** The same of one model, as a range of the index over (model, time of the answer). */
export const predictionsOfModel = (alias: string, is: string): string =>
  `(${alias}.model_id, ${alias}.answered_at) >= (${is}, '-infinity') AND (${alias}.model_id, ${alias}.answered_at) <= (${is}, 'infinity')`;
