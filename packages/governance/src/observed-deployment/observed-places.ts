import type { Tx } from '../tx.ts';
import { isStale } from './observed-row.ts';

/** A place that was seen running one of some versions. */
export interface ObservedPlace {
  readonly environment: string;
  readonly place: string;
  readonly versionId: string;
  readonly label: string;
  /**
   * `running`: it says that it still runs the version. `silent`: it said so and is overdue to say anything. `stopped`: it
   * reported another version, or that this one stopped; that alone confirms it.
   */
  readonly state: 'running' | 'silent' | 'stopped';
  /** When it was last heard to run the version. */
  readonly lastAt: Date;
  /** When it said that it no longer does; null where it did not. */
  readonly stoppedAt: Date | null;
  /** What runs there now, where it is something else and known. */
  readonly now: string | null;
}

/** Places are read by the hundred; an installation with more of them for one version sees those that were heard last. */
const mostPlaces = 1_000;

/** Where these versions were seen running, of each place and version the newest word; unconfirmed ones first. */
export async function observedPlaces(
  db: Pick<Tx, 'query'>,
  versionIds: readonly string[],
  at: Date,
): Promise<ObservedPlace[]> {
  const { rows } = await db.query<{
    environment: string;
    place: string;
    version_id: string;
    label: string;
    state: ObservedPlace['state'];
    last_at: Date;
    ended_at: Date | null;
    now: string | null;
  }>(
    `SELECT * FROM (
       SELECT DISTINCT ON (o.environment_id, o.place, o.version_id) e.key AS environment, o.place, o.version_id, v.label, o.last_at, o.ended_at,
         CASE WHEN o.ended_at IS NOT NULL THEN 'stopped' WHEN ${isStale('o', '$2::timestamptz')} THEN 'silent' ELSE 'running' END AS state,
         (SELECT coalesce(nv.label, n.claimed_version) FROM observed_deployment n LEFT JOIN version nv ON nv.id = n.version_id
          WHERE n.model_id = o.model_id AND n.environment_id = o.environment_id AND n.place = o.place AND n.ended_at IS NULL AND n.id <> o.id) AS now
       FROM observed_deployment o JOIN environment e ON e.id = o.environment_id JOIN version v ON v.id = o.version_id
       WHERE o.version_id = ANY ($1::uuid[])
       ORDER BY o.environment_id, o.place, o.version_id, o.ended_at DESC NULLS FIRST, o.id DESC) newest
     ORDER BY ended_at IS NOT NULL, last_at DESC, place LIMIT $3`,
    [versionIds, at, mostPlaces],
  );
  return rows.map((row) => ({
    environment: row.environment,
    place: row.place,
    versionId: row.version_id,
    label: row.label,
    state: row.state,
    lastAt: row.last_at,
    stoppedAt: row.ended_at,
    now: row.now,
  }));
}
