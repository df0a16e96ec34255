import type { RecallPlace } from '@countersign/contracts';
import { Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { observedPlaces } from '../observed-deployment/observed-places.ts';
import { findAnswerer } from '../prediction/find-answerer.ts';
import { predictionsOfVersion } from '../predictions-of.ts';
import { type RecallStored, versionsOfRecall } from './find-recall.ts';

/** What is known of a place without asking it. */
export interface PlaceStored {
  /** Names it among the places of one recall: a deployment's id, `elsewhere/` and a version's id, or `observed/` with environment, place and version. */
  readonly place: string;
  readonly kind: RecallPlace['kind'];
  readonly environment: string | null;
  readonly label: string;
  readonly version_id: string;
  readonly role: string | null;
  /** Of a place that reports by itself. */
  readonly name: string | null;
  readonly state: 'serving' | 'suspended' | 'ended' | null;
  /** Since the mark: when one of the versions last answered there. */
  readonly answered_since: Date | null;
  /** Since the mark: when another version of the model last answered outside. */
  readonly others_since: Date | null;
  readonly others_label: string | null;
  readonly proven_at: Date | null;
  readonly basis: 'probe' | 'heartbeat' | null;
  readonly found: string | null;
}

const answeredSince =
  "(p.version_id, p.answered_at) > (f.version_id, f.at) AND (p.version_id, p.answered_at) <= (f.version_id, 'infinity')";

/**
 * Where the versions of a recall served when they were marked: deployments of ours, and serving outside that predictions or
 * heartbeats told of. `$1` is the root.
 */
const placesSql = `
WITH family AS (SELECT r.id, r.version_id, r.at, v.label, v.model_id FROM recall r JOIN version v ON v.id = r.version_id WHERE r.id = $1 OR r.raised_with = $1),
  served AS (
    SELECT d.id::text AS place, 'deployment' AS kind, e.key AS environment, e.production, f.label, f.version_id, d.role, d.state,
      (SELECT max(p.answered_at) FROM prediction p WHERE ${answeredSince} AND p.deployment_id = d.id) AS answered_since,
      NULL::timestamptz AS others_since, NULL::text AS others_label
    FROM family f JOIN deployment d ON d.version_id = f.version_id JOIN environment e ON e.id = d.environment_id
    WHERE d.started_at <= f.at AND (d.ended_at IS NULL OR d.ended_at >= f.at)),
  outside AS (
    SELECT 'elsewhere/' || f.version_id AS place, 'elsewhere' AS kind, NULL AS environment, NULL::boolean AS production, f.label, f.version_id, NULL AS role, NULL AS state,
      (SELECT max(p.answered_at) FROM prediction p WHERE ${answeredSince} AND p.basis = 'claimed') AS answered_since,
      o.answered_at AS others_since, o.label AS others_label
    FROM family f LEFT JOIN LATERAL (
      SELECT n.answered_at, v.label FROM (SELECT p.answered_at, p.version_id, p.basis FROM prediction p WHERE p.model_id = f.model_id AND p.answered_at > f.at
        ORDER BY p.answered_at DESC LIMIT 10000) n JOIN version v ON v.id = n.version_id
      WHERE n.basis = 'claimed' AND n.version_id NOT IN (SELECT version_id FROM family) ORDER BY n.answered_at DESC LIMIT 1) o ON true
    WHERE EXISTS (SELECT FROM (SELECT p.basis FROM prediction p WHERE ${predictionsOfVersion('p', { is: 'f.version_id' })} LIMIT 10000) q WHERE q.basis = 'claimed'))
SELECT x.*, k.at AS proven_at, k.basis, k.found FROM (SELECT * FROM served UNION ALL SELECT * FROM outside) x
LEFT JOIN recall_place k ON k.recall_id = $1 AND k.place = x.place
ORDER BY x.kind, x.production DESC NULLS LAST, x.environment, x.label DESC`;

export async function readPlaces(
  db: Pick<Tx, 'query'>,
  { id, at }: Pick<RecallStored, 'id' | 'at'>,
  now: Date,
): Promise<PlaceStored[]> {
  const { rows } = await db.query<Omit<PlaceStored, 'name'>>(placesSql, [id]);
  const versions = await versionsOfRecall(db, id);
  const observed = await observedPlaces(
    db,
    versions.map(({ version_id }) => version_id),
    now,
  );
  const proven = await db.query<Pick<PlaceStored, 'place' | 'proven_at' | 'basis' | 'found'>>(
    "SELECT place, at AS proven_at, basis, found FROM recall_place WHERE recall_id = $1 AND place LIKE 'observed/%'",
    [id],
  );
  const known = new Map(proven.rows.map((row) => [row.place, row]));
  return [
    ...rows.map((row) => ({ ...row, name: null })),
    ...observed
      // What had stopped before the mark is no place of this recall.
      .filter(({ stoppedAt }) => stoppedAt === null || stoppedAt >= at)
      .map((one): PlaceStored => {
        const place = `observed/${one.environment}/${one.place}/${one.versionId}`;
        return {
          place,
          kind: 'observed',
          environment: one.environment,
          label: one.label,
          version_id: one.versionId,
          role: null,
          name: one.place,
          state: one.state === 'stopped' ? 'ended' : null,
          answered_since: one.state !== 'stopped' && one.lastAt > at ? one.lastAt : null,
          others_since: one.stoppedAt,
          others_label: one.now,
          proven_at: known.get(place)?.proven_at ?? null,
          basis: known.get(place)?.basis ?? null,
          found: known.get(place)?.found ?? null,
        };
      }),
  ];
}

/** What a probe or a heartbeat found; null while nothing proves that the place stopped. */
export interface Proof {
  readonly basis: 'probe' | 'heartbeat';
  readonly found: string;
}

/**
 * Asks a place of ours as a caller would, up to who answers; outside the next heartbeat of another version is the proof. An
 * answer of a recalled version since the mark stands against both.
 */
export async function provePlace(
  db: Parameters<typeof findAnswerer>[0],
  { model_id: modelId }: Pick<RecallStored, 'model_id'>,
  place: PlaceStored,
  recalled: ReadonlySet<string>,
): Promise<Proof | null> {
  if (place.answered_since !== null) return null;
  if (place.kind === 'observed')
    return place.state === 'ended'
      ? {
          basis: 'heartbeat',
          found:
            place.others_label === null ? 'It reports that it stopped.' : `It reports ${place.others_label}.`,
        }
      : null;
  if (place.kind === 'elsewhere')
    return place.others_since === null
      ? null
      : { basis: 'heartbeat', found: `Version ${place.others_label} answers outside now.` };
  if (place.state === 'serving' || place.environment === null) return null;
  if (place.role !== 'champion') return { basis: 'probe', found: 'It takes no part in answers any more.' };
  try {
    const { subject, fallback } = await findAnswerer(db, modelId, place.environment);
    if (fallback?.constant) return { basis: 'probe', found: 'The declared constant answers.' };
    if (recalled.has(subject.versionId)) return null;
    return { basis: 'probe', found: `Version ${subject.label} answers.` };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { basis: 'probe', found: `A call is refused: ${error.code}.` };
  }
}

/** A place as the board shows it: proven, answering still, or unconfirmed with what there is to wait for. */
export function showPlace(place: PlaceStored): RecallPlace {
  const { answered_since: answered, proven_at: proven } = place;
  const isAnswering = answered !== null && (proven === null || answered > proven);
  const state = isAnswering ? 'answered' : proven === null ? 'unconfirmed' : 'stopped';
  return {
    place: place.place,
    kind: place.kind,
    environment: place.environment,
    label: place.label,
    role: place.role,
    name: place.name,
    state,
    basis: state === 'stopped' ? place.basis : null,
    found: state === 'stopped' ? place.found! : waited[state][place.kind],
    at: (state === 'answered' ? answered : proven)?.toISOString() ?? null,
  };
}

const waited: Readonly<Record<'answered' | 'unconfirmed', Readonly<Record<RecallPlace['kind'], string>>>> = {
  answered: {
    deployment: 'It answered since the mark.',
    elsewhere: 'It answered outside since the mark, as recorded predictions say.',
    observed: 'It reported since the mark that it still runs.',
  },
  unconfirmed: {
    deployment: 'Waits for a probe of who answers there.',
    elsewhere: 'Waits for a prediction that another version made outside.',
    observed: 'Waits for its next report.',
  },
};
