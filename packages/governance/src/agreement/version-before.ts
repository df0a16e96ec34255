import type { Schema } from '@countersign/scoring';
import type { House } from '../context.ts';

export interface VersionBefore {
  readonly id: string;
  readonly label: string;
  readonly artifact: string | null;
  readonly schema: Schema | null;
}

/** SQL of a version's schema with the decision rule that is in force for it, which may stand in its manifest alone. */
export const decidingSchema = (version: string): string =>
  `CASE WHEN jsonb_typeof(${version}.rules -> 'decision') = 'object'
    THEN ${version}.schema || jsonb_build_object('decision', ${version}.rules -> 'decision') ELSE ${version}.schema END`;

/** The version before one, by number; null for the first. */
export async function versionBefore(
  { pool }: Pick<House, 'pool'>,
  versionId: string,
): Promise<VersionBefore | null> {
  const { rows } = await pool.query<VersionBefore>(
    `SELECT b.id, b.label, b.artifact_digest AS artifact, ${decidingSchema('b')} AS schema FROM version v JOIN version b ON b.model_id = v.model_id AND b.number < v.number
     WHERE v.id = $1 ORDER BY b.number DESC LIMIT 1`,
    [versionId],
  );
  return rows[0] ?? null;
}
