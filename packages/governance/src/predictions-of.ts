const lowest = "'00000000-0000-0000-0000-000000000000'::uuid";
const highest = "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid";

interface Owner {
  /** What the predictions belong to; both have an index with the id behind it. */
  readonly column: 'version_id' | 'model_id';
  /** SQL of the owner's id. */
  readonly is: string;
  /** SQL of the smallest prediction id: an id's first 48 bits are the time of recording. */
  readonly since?: string;
}

/**
 * SQL condition of the predictions of one version or model, as a range of the index over (owner, id). An equality is
 * estimated by how many predictions an average version has: one busy version would make PostgreSQL read the whole
 * table for each idle one.
 */
export const predictionsOf = (alias: string, { column, is, since = lowest }: Owner): string =>
  `(${alias}.${column}, ${alias}.id) >= (${is}, ${since}) AND (${alias}.${column}, ${alias}.id) <= (${is}, ${highest})`;
